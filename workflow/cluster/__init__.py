"""Reading given to the machines of a cluster: who may read, what is sent, scans fetched by URL."""
