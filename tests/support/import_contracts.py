"""A contract for import-linter that its own kinds lack: what one package may import, name by name.

Unlike the built-in `forbidden` contract it looks only at the imports written in the package itself, knows
`stdlib` as a word, and holds of a package that does not exist yet.
"""

import sys
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

STDLIB = "stdlib"


def covers(entry: str, module: str) -> bool:
    """Whether `entry` (a package name, or `stdlib`) stands for `module`."""
    if entry == STDLIB:
        return module.split(".")[0] in sys.stdlib_module_names
    return module == entry or module.startswith(entry + ".")


class OnlyImports(Contract):
    """Modules of `package` import nothing of `refused` and, where `allowed` is given, nothing beyond it."""

    type_name = "only_imports"

    package = fields.StringField()
    allowed = fields.ListField(subfield=fields.StringField(), required=False)
    refused = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Compare every import written in the package with the two lists."""
        # import-linter replaces each field by the value it parsed; a type checker sees only the field.
        options: dict[str, Any] = vars(self)
        package: str = options["package"]
        allowed: list[str] = options["allowed"] or []
        refused: list[str] = options["refused"] or []
        broken = [
            (importer, imported)
            for importer in sorted(module for module in graph.modules if covers(package, module))
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if any(covers(entry, imported) for entry in refused)
            or (allowed and not any(covers(entry, imported) for entry in allowed))
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import that should not be there."""
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} imports {imported}", bold=False)
        output.new_line()
