"""The form found on a page, or a refusal that names the cause."""
