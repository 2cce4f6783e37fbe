"""The office's own computer and people: whether it can do the job, who may use the page, copies of the database."""
