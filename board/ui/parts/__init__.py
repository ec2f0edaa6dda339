"""The parts that all pages share: visit, header, filters, charts, answers, and the scripts that run in the browser."""
