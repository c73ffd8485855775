"""The contract that keeps layers apart sees what it should and nothing else."""

from grimp import ImportGraph

from tests.support.import_contracts import OnlyImports


def _broken(imports: list[tuple[str, str]], **options: object) -> list[tuple[str, str]]:
    graph = ImportGraph()
    for importer, imported in imports:
        graph.add_import(importer=importer, imported=imported)
    contract = OnlyImports("name", {}, {"package": "city.rules", **options})
    check = contract.check(graph, verbose=False)
    broken: list[tuple[str, str]] = check.metadata["broken"]
    assert check.kept is (not broken)
    return broken


def test_the_standard_library_and_the_package_itself_are_allowed_by_name() -> None:
    imports = [("city.rules.rate", "fractions"), ("city.rules.rate", "city.rules.dates")]
    assert _broken(imports, allowed=["stdlib", "city.rules"]) == []


def test_an_import_that_is_not_allowed_is_named() -> None:
    imports = [("city.rules.rate", "numpy"), ("city.rules.rate", "datetime")]
    assert _broken(imports, allowed=["stdlib"]) == [("city.rules.rate", "numpy")]


def test_a_refused_package_covers_its_modules_but_not_its_namesake() -> None:
    imports = [("city.rules.rate", "city.store.facts"), ("city.rules.rate", "city.storeroom")]
    assert _broken(imports, refused=["city.store"]) == [("city.rules.rate", "city.store.facts")]


def test_what_other_packages_import_is_none_of_its_business() -> None:
    assert _broken([("city.figures", "numpy")], allowed=["stdlib"]) == []
    assert _broken([("city.rules_of_thumb", "numpy")], allowed=["stdlib"]) == []
