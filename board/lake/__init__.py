"""收件库: a lake (DuckLake) that several collectors share, its catalogue in PostgreSQL, its data Parquet files in a
folder or an S3-compatible store. It is opened in a DuckDB of its own, locked down like the store and never within it:
each collector's file stays whole without the lake."""
