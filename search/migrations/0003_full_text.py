"""What finds in the readers' index: FTS5 tables that SQLite keeps in step, or GIN indexes."""

from django.db import migrations


def fts5(table, column, row):
    """A full-text table of one column, which is not stored twice, and the triggers that fill it."""
    name = f"{table}_fts"
    add = f"INSERT INTO {name} (rowid, {column}) VALUES (new.{row}, new.{column});"
    drop = (
        f"INSERT INTO {name} ({name}, rowid, {column}) VALUES ('delete', old.{row}, old.{column});"
    )
    return [
        f"CREATE VIRTUAL TABLE {name} USING fts5({column}, content='{table}', "
        f"content_rowid='{row}', tokenize=\"ascii tokenchars '_-'\")",
        f"CREATE TRIGGER {name}_added AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {name}_deleted AFTER DELETE ON {table} BEGIN {drop} END",
        f"CREATE TRIGGER {name}_changed AFTER UPDATE OF {row}, {column} ON {table} "
        f"BEGIN {drop} {add} END",
    ]


MAKE = {
    "sqlite": [*fts5("search_entry", "terms", "number"), *fts5("search_word", "trigrams", "id")],
    "postgresql": [
        # What waits to be sorted in is read by every search: let it be little.
        "CREATE INDEX search_entry_terms ON search_entry USING gin (terms) "
        "WITH (gin_pending_list_limit = 256)",
        "CREATE INDEX search_word_trigrams ON search_word USING gin (trigrams) "
        "WITH (gin_pending_list_limit = 256)",
        # Quicker to unpack than the default, which counts where a phrase is looked for.
        "ALTER TABLE search_entry ALTER COLUMN terms SET STORAGE external",
    ],
}
UNDO = {
    "sqlite": [
        f"DROP {what} {table}_fts{event}"
        for table in ("search_entry", "search_word")
        for what, event in (
            ("TRIGGER", "_changed"),
            ("TRIGGER", "_deleted"),
            ("TRIGGER", "_added"),
            ("TABLE", ""),
        )
    ],
    "postgresql": ["DROP INDEX search_entry_terms", "DROP INDEX search_word_trigrams"],
}


def make(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def undo(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_readers_index")]
    operations = [migrations.RunPython(make, undo)]
