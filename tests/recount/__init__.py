"""The figures of every page, counted once more from an export in open formats by pandas alone.

Nothing here imports the product: what is counted follows from docs/domain.md, the guide and the glossary.
A figure is known by what it is called on the pages, in Chinese; so is a table by its key there.
"""
