"""What all pages share: the visit, the header, filters, charts, answers, and what the browser does for them."""
