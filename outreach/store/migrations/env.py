"""Alembic's entry: migrations run on the connection that `store.schema` hands over."""

from alembic import context

from outreach.store.tables import metadata

connection = context.config.attributes["connection"]
# SQLite cannot alter most things in place; Alembic then copies the table ("batch").
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
