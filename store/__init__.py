"""The only home of SQLite: schema, migrations and the workspace's lock."""
