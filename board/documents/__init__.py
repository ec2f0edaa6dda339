"""Frames and texts → Word, Excel and printable files. The ledger goes out as Excel and CSV; its Word is the 督办单."""
