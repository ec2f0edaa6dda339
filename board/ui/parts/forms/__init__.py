"""Forms and buttons that write: drawn from fields, kept as drafts, carried out once."""
