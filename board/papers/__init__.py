"""公文: the papers of a campaign as trees of plain blocks, made from the records of a day, and their kinds.

A paper is a pure function of the store as of a day, the letterhead and the clerk's texts. `board.documents.paper_word`
and `board.documents.paper_pdf` write one tree as Word and as PDF, so that the two can't disagree.
"""
