"""DuckDB's side in SQL; `$day` (or `$first`, `$last`) and `$seq` are the questions' parameters.

Everything else that is put together here is a name or a number of this program's own.
"""
# ruff: noqa: S608 - no text from outside comes near these statements

from __future__ import annotations

from collections.abc import Mapping

from outreach.figures.lookup import STANDING_CODES
from outreach.figures.positions import FACET_OF, Dimension, Where
from outreach.rules.vocabulary import Facet, Standing

#: The number of a void that never was.
NEVER = 1 << 40
_KNOWN = "seq <= $seq AND void > $seq"

#: From what was read out of SQLite (`raw_…`): facts in the order in which they are asked for.
LOAD = f"""
CREATE TABLE voided AS SELECT voided_change_id AS change_id, min(seq) AS void FROM raw_voids GROUP BY ALL;
CREATE TABLE facts AS
SELECT venue::INTEGER AS venue, scheme::UTINYINT AS scheme, facet::UTINYINT AS facet,
       value::INTEGER AS value, day::INTEGER AS day, seq::INTEGER AS seq,
       coalesce(void, {NEVER})::BIGINT AS void
FROM raw_facts LEFT JOIN voided USING (change_id) ORDER BY scheme, facet, venue, day, seq;
CREATE TABLE orders AS
SELECT id, sector, suspended_from::INTEGER AS suspended_from, reopened_on::INTEGER AS reopened_on,
       by_application::BOOLEAN AS by_application, seq, coalesce(void, {NEVER}) AS void
FROM raw_orders LEFT JOIN voided USING (change_id);
CREATE TABLE merges AS
SELECT venue, seq, coalesce(void, {NEVER}) AS void FROM raw_merges LEFT JOIN voided USING (change_id);
CREATE TABLE places AS
SELECT id AS place, coalesce(district_id, id)::INTEGER AS district,
       CASE WHEN district_id IS NULL THEN 0 ELSE id END AS village FROM raw_places;
"""

#: A facet's number, and its scheme's id or 0.
Facets = Mapping[Facet, tuple[int, int]]

_CODE = f"""
CASE WHEN premises = 1 THEN {STANDING_CODES[Standing.EXCLUDED_OFFICE_ONLY]}
     WHEN operating = 2 THEN {STANDING_CODES[Standing.EXCLUDED_CLOSED]}
     WHEN operating = 1 THEN {STANDING_CODES[Standing.EXCLUDED_SUSPENDED]}
     WHEN operating = 3 OR held THEN {STANDING_CODES[Standing.EXCLUDED_NOT_REOPENED]}
     WHEN participation = 3 THEN {STANDING_CODES[Standing.COMPLETED]}
     ELSE {STANDING_CODES[Standing.OUTSTANDING]} END
"""


def asked(by: Dimension, where: Where) -> list[Facet]:
    """The facets that a question is about, the list first."""
    always = [Facet.LISTING, Facet.PARTICIPATION, Facet.PREMISES, Facet.OPERATING]
    wanted = [*always, Facet.SECTOR, Facet.APPROVAL, *(FACET_OF[d] for d in (by, *(d for d, _ in where)))]
    return list(dict.fromkeys(wanted))


def _places(by: Dimension, where: Where) -> str:
    named = any(FACET_OF[d] is Facet.PLACE for d in (by, *(d for d, _ in where)))
    return "LEFT JOIN places USING (place)" if named else ""


def _conditions(where: Where) -> str:
    return "".join(f" AND coalesce({d}, 0) = {value}" for d, value in where)


def _in_force(day: str, among: str = "", per: str = "") -> str:
    """Each sector's order in force on a day, where it shuts anybody; `answer` is the approval that opens.

    With `among` and `per`, on each of a table's days.
    """
    return f"""
    known_orders AS (
        SELECT * FROM orders WHERE {_KNOWN} QUALIFY row_number() OVER (PARTITION BY id ORDER BY seq DESC) = 1
    ),
    held AS (
        SELECT {per} sector, CASE WHEN {day} < coalesce(reopened_on, {NEVER}) THEN -1 ELSE id END AS answer
        FROM (
            SELECT * FROM known_orders {among} WHERE suspended_from <= {day}
            QUALIFY row_number() OVER (PARTITION BY {per} sector ORDER BY suspended_from DESC, id DESC) = 1
        )
        WHERE {day} < coalesce(reopened_on, {NEVER}) OR by_application
    )
    """


def _latest(facet: int, scheme: int, window: bool) -> str:
    rows = f"FROM facts WHERE scheme = {scheme} AND facet = {facet} AND day <= $day AND {_KNOWN}"
    if window:
        last = "row_number() OVER (PARTITION BY venue ORDER BY day DESC, seq DESC) = 1"
        return f"SELECT venue, value {rows} QUALIFY {last}"
    return f"SELECT venue, arg_max(value, (day::BIGINT << 32) | seq) AS value {rows} GROUP BY venue"


def standing_sql(facets: Facets, by: Dimension, where: Where, *, window: bool) -> str:
    """Rows of (venue, grp, code): every venue on the list on a day."""
    latest = ", ".join(f"f_{f} AS ({_latest(n, s, window)})" for f, (n, s) in facets.items())
    others = [f for f in facets if f is not Facet.LISTING]
    values = ", ".join(f"coalesce(f_{f}.value, 0) AS {f}" for f in others)
    joins = " ".join(f"LEFT JOIN f_{f} ON f_{f}.venue = f_listing.venue" for f in others)
    return f"""
    WITH {latest}, {_in_force("$day")},
    placed AS (
        SELECT f_listing.venue, {values} FROM f_listing {joins}
        WHERE f_listing.value = 1 AND f_listing.venue NOT IN (SELECT venue FROM merges WHERE {_KNOWN})
    ),
    known AS (
        SELECT placed.*, coalesce(approval != held.answer, false) AS held
        FROM placed LEFT JOIN held USING (sector)
    )
    SELECT venue, coalesce({by}, 0) AS grp, {_CODE} AS code
    FROM known {_places(by, where)} WHERE true {_conditions(where)}
    """


def coverage_sql(facets: Facets, by: Dimension, where: Where, *, window: bool) -> str:
    """Rows of (grp, code, venues)."""
    rows = standing_sql(facets, by, where, window=window)
    return f"SELECT grp, code, count(*) AS venues FROM ({rows}) GROUP BY ALL"


_ELIGIBLE = f"IN ({STANDING_CODES[Standing.COMPLETED]}, {STANDING_CODES[Standing.OUTSTANDING]})"
_DONE = f"= {STANDING_CODES[Standing.COMPLETED]}"
_LEAVING = " ".join(f"WHEN {STANDING_CODES[s]} THEN '{s}'" for s in Standing if s.exclusion is not None)


def _weights(code: str) -> str:
    """A standing's share of population, base and completed; 0 where there is none."""
    parts = (f"{code} IS NOT NULL", f"{code} {_ELIGIBLE}", f"{code} {_DONE}")
    return ", ".join(f"coalesce({part}, false)::INTEGER" for part in parts)


def bridge_sql(facets: Facets, *, grouped: bool, corrected: bool, window: bool) -> str:
    """Rows of (grp, part, venues, population, eligible, completed) between two days.

    `$day0` as known at `$seq0` (where something may be `corrected`), the same day as known at `$seq`, and
    `$day1` as known at `$seq`; grouped by agency, or all in group 0.
    """
    rows = standing_sql(facets, Dimension.AGENCY, (), window=window)
    if not grouped:
        rows = f"SELECT venue, 0 AS grp, code FROM ({rows})"
    ends = {"b": ("$day0", "$seq"), "c": ("$day1", "$seq"), "a": ("$day0", "$seq0")}
    if not corrected:
        del ends["a"]
    tables = ", ".join(
        f"{name} AS ({rows.replace('$day', day).replace('$seq', seq)})" for name, (day, seq) in ends.items()
    )
    weighted = ", ".join(f"w_{end} AS (SELECT *, [{_weights('code')}] AS w FROM {end})" for end in ends)
    both = "FROM w_b AS b FULL JOIN w_c AS c ON b.venue = c.venue"
    steps = [
        f"SELECT b.venue, b.grp, 'moved_out' AS part, -b.w[1] AS p, -b.w[2] AS e, -b.w[3] AS d {both}"
        " WHERE b.grp != c.grp",
        f"SELECT b.venue, c.grp, 'moved_in', b.w[1], b.w[2], b.w[3] {both} WHERE b.grp != c.grp",
        f"""SELECT coalesce(b.venue, c.venue), coalesce(c.grp, b.grp),
            CASE WHEN b.code IS NULL THEN 'listed' WHEN c.code IS NULL THEN 'delisted'
                 WHEN b.code {_ELIGIBLE} AND NOT c.code {_ELIGIBLE} THEN CASE c.code {_LEAVING} END
                 WHEN NOT b.code {_ELIGIBLE} AND c.code {_ELIGIBLE} THEN 'counted_again'
                 WHEN c.code {_DONE} THEN 'joined' ELSE 'left' END,
            coalesce(c.w[1], 0) - coalesce(b.w[1], 0), coalesce(c.w[2], 0) - coalesce(b.w[2], 0),
            coalesce(c.w[3], 0) - coalesce(b.w[3], 0)
        {both} WHERE b.code IS DISTINCT FROM c.code
            AND (b.code IS NULL OR c.code IS NULL OR b.code {_ELIGIBLE} OR c.code {_ELIGIBLE})""",
    ]
    if corrected:
        then = "FROM w_a AS a FULL JOIN w_b AS b ON a.venue = b.venue"
        steps += [
            f"SELECT a.venue, a.grp, 'corrected', -a.w[1], -a.w[2], -a.w[3] {then} WHERE a.grp != b.grp",
            f"SELECT b.venue, b.grp, 'corrected', b.w[1], b.w[2], b.w[3] {then} WHERE a.grp != b.grp",
            f"""SELECT coalesce(a.venue, b.venue), coalesce(b.grp, a.grp), 'corrected',
                coalesce(b.w[1], 0) - coalesce(a.w[1], 0), coalesce(b.w[2], 0) - coalesce(a.w[2], 0),
                coalesce(b.w[3], 0) - coalesce(a.w[3], 0)
            {then} WHERE coalesce(a.grp = b.grp, true)
                AND coalesce(a.w, [0, 0, 0]) != coalesce(b.w, [0, 0, 0])""",
        ]
    return f"""
    WITH {tables}, {weighted}, steps AS ({" UNION ALL ".join(steps)})
    SELECT grp, part, count(*) AS venues, sum(p)::INTEGER AS population, sum(e)::INTEGER AS eligible,
           sum(d)::INTEGER AS completed FROM steps GROUP BY ALL
    """


def trend_sql(facets: Facets, bits: Mapping[Facet, int], by: Dimension, where: Where) -> str:
    """Rows of (day, grp, code, more): how many more venues than the day before.

    Each facet has a field of so many bits in a whole number, and each fact adds its value less the one
    before it; a point is a venue and a day on which something may change, and a running sum over a
    venue's points gives every facet's value at each. (Carrying seven values forward by `last_value …
    IGNORE NULLS` took a quarter longer.) Facts before the first day count as of that day. A venue's
    earlier state is taken off where its later one is added.
    """
    shifts, used = {}, 0
    for f in facets:
        shifts[f], used = used, used + bits[f]
    assert used < 64, "too many bits for one whole number"
    chosen = " OR ".join(f"(scheme = {s} AND facet = {n})" for n, s in facets.values())
    shifted = " ".join(f"WHEN {n} THEN value::BIGINT << {shifts[f]}" for f, (n, _) in facets.items())

    def field(facet: Facet) -> str:
        return f"((word >> {shifts[facet]}) & {(1 << bits[facet]) - 1})"

    values = ", ".join(f"{field(f)} AS {f}" for f in facets)
    return f"""
    WITH live AS (
        SELECT facet, venue, day, seq, value, CASE facet {shifted} END AS word
        FROM facts WHERE ({chosen}) AND day <= $last AND {_KNOWN}
    ),
    days AS (SELECT unnest(range($first, $last + 1))::INTEGER AS on_day),
    {_in_force("on_day", ", days", "on_day,")},
    turns AS (
        SELECT DISTINCT sector, unnest([suspended_from, reopened_on]) AS on_day FROM known_orders
    ),
    points AS (
        SELECT venue, on_day, sum(added)::BIGINT AS added
        FROM (
            SELECT venue, greatest(day, $first) AS on_day,
                   word - lag(word, 1, 0) OVER (PARTITION BY facet, venue ORDER BY day, seq) AS added
            FROM live
            UNION ALL
            SELECT DISTINCT venue, on_day, 0 FROM live JOIN turns ON value = sector
            WHERE facet = {facets[Facet.SECTOR][0]} AND on_day > $first AND on_day <= $last
        )
        GROUP BY ALL
    ),
    words AS (
        SELECT venue, on_day, (sum(added) OVER (PARTITION BY venue ORDER BY on_day))::BIGINT AS word
        FROM points
    ),
    known AS (
        SELECT venue, w.on_day, {values},
               coalesce({field(Facet.APPROVAL)} != answer, false) AS held
        FROM words w LEFT JOIN held ON held.on_day = w.on_day AND held.sector = {field(Facet.SECTOR)}
    ),
    states AS (
        SELECT venue, on_day, coalesce({by}, 0) AS grp,
               CASE WHEN listing = 1 AND venue NOT IN (SELECT venue FROM merges WHERE {_KNOWN})
                    {_conditions(where)} THEN {_CODE} END AS code
        FROM known {_places(by, where)}
    ),
    steps AS (
        SELECT on_day, grp, code, lag(grp) OVER earlier AS old_grp, lag(code) OVER earlier AS old_code
        FROM states WINDOW earlier AS (PARTITION BY venue ORDER BY on_day)
    ),
    moved AS (FROM steps WHERE grp IS DISTINCT FROM old_grp OR code IS DISTINCT FROM old_code)
    SELECT on_day AS day, grp, code, sum(n)::BIGINT AS more
    FROM (
        SELECT on_day, grp, code, 1 AS n FROM moved WHERE code IS NOT NULL
        UNION ALL
        SELECT on_day, old_grp, old_code, -1 FROM moved WHERE old_code IS NOT NULL
    )
    GROUP BY ALL
    """
