"""A check that does not answer is left alone for a while."""

from contextlib import ExitStack

from widget.screening.circuit import MOST, REST, Circuit


def test_after_a_failure_nobody_asks_for_a_while() -> None:
    now = [100.0]
    circuit = Circuit(clock=lambda: now[0])
    with circuit.question() as may:
        assert may
        circuit.failed()
    with circuit.question() as may:
        assert not may
    now[0] += REST
    with circuit.question() as may:
        assert may


def test_only_a_few_wait_at_the_same_time() -> None:
    circuit = Circuit()
    with ExitStack() as waiting:
        assert all(waiting.enter_context(circuit.question()) for _ in range(MOST))
        with circuit.question() as may:
            assert not may
    with circuit.question() as may:
        assert may
