"""The arithmetic of the report: medians of rounds, and ratios of neighbours in the same round."""

import statistics
from collections.abc import Iterable, Iterator
from typing import Any

Record = dict[str, Any]


def chosen(records: Iterable[Record], **wanted: Any) -> list[Record]:
    """Return the records that have all these values."""
    return [one for one in records if all(one.get(name) == value for name, value in wanted.items())]


def median(records: Iterable[Record], field: str) -> float | None:
    """Return the median of a field over its rounds, None when it was never measured."""
    values = [float(one[field]) for one in records if one.get(field) is not None]
    return statistics.median(values) if values else None


def ratio(above: list[Record], below: list[Record], field: str) -> float | None:
    """Return the median over rounds of `above / below`, each taken within one round; None without a common round.

    Neighbours in time saw the same machine, so a disturbance that lasts falls out of their ratio.
    """
    ratios = list(_ratios(above, below, field))
    return statistics.median(ratios) if ratios else None


def _ratios(above: list[Record], below: list[Record], field: str) -> Iterator[float]:
    partners = {one.get("round"): one for one in below}
    for one in above:
        partner = partners.get(one.get("round"))
        if partner and one.get(field) is not None and partner.get(field):
            yield float(one[field]) / float(partner[field])
