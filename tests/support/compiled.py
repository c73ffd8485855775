"""SQL that is compiled once in a run: every test opens engines of its own, which would compile it again."""

from typing import Any

import sqlalchemy as sa

#: Statements as compiled, until there are so many.
_MOST = 5_000


class _Compiled(dict[Any, Any]):
    """What SQLAlchemy keeps of an engine, kept for all engines of one kind of database.

    Its keys begin with the engine's dialect; two of one class compile alike, since no test sets options of
    one.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        """The statement as compiled for any engine of the kind."""
        return super().get(_of_the_kind(key), default)

    def __setitem__(self, key: Any, statement: Any) -> None:
        if len(self) >= _MOST:
            self.clear()
        super().__setitem__(_of_the_kind(key), statement)


def _of_the_kind(key: Any) -> Any:
    dialect, *rest = key
    return type(dialect), *rest


def compile_once() -> None:
    """Let all connections of this process share what is compiled, a quarter of the work of a short test."""
    kept = _Compiled()

    def share(connection: sa.Connection) -> None:
        connection.execution_options(compiled_cache=kept)

    sa.event.listen(sa.Engine, "engine_connect", share)
