"""The parts of 公文: drafting, the letterhead, the sheet of a paper with its preview, and issuing it."""
