"""What the page needs of a server that lives for days: accounts, jobs, pictures, results kept ready."""
