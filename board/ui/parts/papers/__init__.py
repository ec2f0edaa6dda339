"""Papers (公文) made of the records of the page that one is on."""
