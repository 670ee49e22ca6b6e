"""Formulas in RDS parameter groups: the worked examples of the user guide and default groups, intervals, bad syntax."""

import pytest

from pglint.catalog.rds_formula import evaluate, is_formula, malformed
from pglint.values import Range, Unknown

GIB = 1 << 20
CONNECTIONS = "LEAST({DBInstanceClassMemory/9531392},5000)"


def highest(text: str, gib: float, cpus: int = 2) -> int | None:
    found = evaluate(text, int(gib * GIB), cpus)
    assert isinstance(found, int | Range)
    return found.high if isinstance(found, Range) else found


# Nominal memory is the upper bound.
@pytest.mark.parametrize(
    ("text", "gib", "cpus", "value"),
    [
        (CONNECTIONS, 1, 2, 112),
        (CONNECTIONS, 2, 2, 225),
        (CONNECTIONS, 4, 2, 450),
        (CONNECTIONS, 8, 2, 901),
        (CONNECTIONS, 16, 2, 1802),
        (CONNECTIONS, 32, 4, 3604),
        (CONNECTIONS, 64, 8, 5000),
        ("{DBInstanceClassMemory/32768}", 16, 2, 524288),
        ("{DBInstanceClassMemory/16384}", 16, 2, 1048576),
        ("GREATEST({DBInstanceClassMemory*1024/63963136},65536)", 16, 2, 275036),
        ("GREATEST({DBInstanceClassMemory/63963136*1024},65536)", 16, 2, 275036),
        ("GREATEST({DBInstanceClassMemory/64371566592},3)", 16, 2, 3),
        ("GREATEST($DBInstanceVCPU*2,8)", 16, 2, 8),
        ("GREATEST($DBInstanceVCPU*2,8)", 16, 16, 32),
        ("GREATEST(${DBInstanceVCPU*2},8)", 16, 16, 32),
        ("GREATEST(${DBInstanceVCPU/2},8)", 16, 64, 32),
        ("SUM(DBInstanceClassMemory/12038,-50003)", 16, 2, 1377133),
        ("SUM({DBInstanceClassMemory/12038},-50003)", 16, 2, 1377133),
        ("GREATEST({log(DBInstanceClassMemory/21474836480)*600},200)", 64, 8, 1006),
        ("GREATEST(log(DBInstanceClassMemory/21474836480)*600,200)", 64, 8, 1006),
        ("{DBInstanceClassMemory/8589934592}", 16, 2, 2),
    ],
)
def test_worked_examples(text: str, gib: float, cpus: int, value: int) -> None:
    assert is_formula(text)
    assert malformed(text) == ""
    assert highest(text, gib, cpus) == value


@pytest.mark.parametrize(
    ("text", "gib", "value"),
    [
        (CONNECTIONS, 1, Range(56, 112)),
        (CONNECTIONS, 2, Range(168, 225)),
        (CONNECTIONS, 4, Range(378, 450)),
        (CONNECTIONS, 16, Range(1514, 1802)),
        (CONNECTIONS, 48, Range(4542, 5000)),
        (CONNECTIONS, 64, 5000),
        ("{DBInstanceClassMemory/32768}", 16, Range(440401, 524288)),
        ("GREATEST({DBInstanceClassMemory*1024/63963136},65536)", 4, Range(65536, 68759)),
        ("GREATEST({DBInstanceClassMemory*1024/63963136},65536)", 2, 65536),
        ("GREATEST({DBInstanceClassMemory/63963136*1024},65536)", 16, Range(230400, 275036)),
        ("GREATEST({log(DBInstanceClassMemory/21474836480)*600},200)", 64, Range(600, 1006)),
        ("GREATEST({log(DBInstanceClassMemory/21474836480)*600},200)", 8, 200),
        ("{DBInstanceClassMemory*-1/1073741824}", 4, Range(-4, -3)),
        ("LEAST({DBInstanceClassMemory/9531392},200)", 16, 200),
        ("SUM({DBInstanceVCPU*100},-50)", 16, 150),
        ("{ DBInstanceVCPU * 7 / 2 }", 16, 7),
        ("{log(DBInstanceVCPU)*0}", 16, 0),
        ("least(greatest({DBInstanceVCPU},4),8)", 16, 4),
    ],
)
def test_intervals(text: str, gib: float, value: int | Range) -> None:
    assert evaluate(text, int(gib * GIB), 2) == value


# What instances have reported, as issues and the guide of Aurora tell it.
@pytest.mark.parametrize(
    ("gib", "connections"),
    [(1, 79), (1, 87), (2, 181), (2, 198), (4, 405), (4, 413), (4, 420), (8, 844), (16, 1722), (32, 3479)],
)
def test_reported_connections_are_inside(gib: int, connections: int) -> None:
    found = evaluate(CONNECTIONS, gib * GIB, 2)
    assert isinstance(found, Range)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= connections <= found.high


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('IF("{DBInstanceClassMemory} > 1000", 5, 6)', 5),
        ('IF("{DBInstanceClassMemory} < 1000", 5, 6)', 6),
        ('IF("{DBInstanceClassMemory} >= 17179869184", 5, 6)', Range(5, 6)),
        ('IF("{DBInstanceClassMemory} => 17179869185", 5, 6)', 6),
        ('IF("{DBInstanceClassMemory} =< 17179869184", 6, 5)', 6),
        ('IF("{DBInstanceVCPU} <= 2", 6, 5)', 6),
        ('IF("{DBInstanceVCPU} > 2", 6, 5)', 5),
        ('IF("{DBInstanceVCPU} < 2", 6, 5)', 5),
        ("IF({DBInstanceVCPU}, 6, 5)", 6),
        ('"{DBInstanceVCPU} > 1"', 1),
        ('"{DBInstanceClassMemory/1073741824} > 14"', Range(0, 1)),
    ],
)
def test_conditions(text: str, value: int | Range) -> None:
    assert evaluate(text, 16 * GIB, 2) == value


MEMORY, CPUS, STORAGE = Unknown("no memory"), Unknown("no CPUs"), Unknown("the allocated storage is not known")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (CONNECTIONS, Range(None, 5000, (MEMORY,))),
        ("{DBInstanceClassMemory/9531392}", MEMORY),
        ("GREATEST({DBInstanceClassMemory/64371566592},3)", Range(3, None, (MEMORY,))),
        ("GREATEST(${DBInstanceVCPU*2},8)", Range(8, None, (CPUS,))),
        ("SUM({DBInstanceClassMemory/12038},-50003)", MEMORY),
        ("SUM({DBInstanceVCPU},{DBInstanceClassMemory})", CPUS),
        ("{AllocatedStorage/1024}", STORAGE),
        ("{EndPointPort}", Unknown("EndPointPort is not known")),
        ('IF("{DBInstanceVCPU} > 4", 100, 50)', Range(50, 100, (CPUS,))),
        ("LEAST({DBInstanceClassMemory*0},3)", 0),
    ],
)
def test_what_is_not_known(text: str, value: int | Range | Unknown) -> None:
    assert evaluate(text, MEMORY, CPUS) == value


def test_storage_and_ranges_of_memory() -> None:
    assert evaluate("{AllocatedStorage/1073741824}", GIB, 2, 100 << 30) == 100
    assert evaluate("{DBInstanceClassMemory/1048576}", Range(4 * GIB, 8 * GIB), 2) == Range(3440, 8192)
    assert evaluate("{DBInstanceVCPU*2}", GIB, "shared") == Unknown("not a number")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("LEAST({DBInstanceClassMemory/9531392},5000", '")" is expected at the end'),
        ("LEAST{DBInstanceClassMemory/9531392},5000)", '"(" is expected before "{"'),
        ("{DBInstanceClassMemory/9531392", '"}" is expected at the end'),
        ("{DBInstanceClassMemory+4}", '"}" is expected before "+"'),
        ("LEAST({DBInstanceClassMemory/9531392};5000)", '")" is expected before ";"'),
        ("{DBInstanceClassMemory/9531392},5000", 'nothing is expected after the formula, but there is ","'),
        ("{DBInstanceClassMemory/}", 'a whole number is expected, not "}"'),
        ("{DBInstanceClassMemory*0.25/8192}", 'a whole number is expected, not "0.25"'),
        ("{DBInstanceClassMemory/²}", 'a whole number is expected, not "²"'),
        ("{DBInstanceClassMemory/0}", "division by zero"),
        (
            "{DBInstanceClassmemory/9531392}",
            'unknown variable "DBInstanceClassmemory": DBInstanceClassMemory is written so',
        ),
        ("{InstanceMemory/2}", 'unknown variable "InstanceMemory"'),
        ("{DBInstanceClassHugePagesDefault}", "DBInstanceClassHugePagesDefault is a variable of Oracle"),
        ("MAX({DBInstanceVCPU},3)", 'unknown function "MAX"'),
        ("{1024*DBInstanceVCPU}", 'a variable is expected, not "1024"'),
        ("{}", 'a variable is expected, not "}"'),
        ("LEAST()", 'a value is expected, not ")"'),
        ("LEAST(1,,2)", 'a value is expected, not ","'),
        ("{log(1024)}", 'a variable is expected, not "1024"'),
        ("IF({DBInstanceVCPU},1)", "IF takes a condition and two values, not 2 arguments"),
        ('IF("{DBInstanceVCPU} = 2",1,2)', 'one of > < >= <= is expected, not "="'),
        ('IF("{DBInstanceVCPU} > 2,1,2)', 'a quote is expected before ","'),
        ("LEAST(" * 300 + "1" + ")" * 300, "it has more than 500 words and signs"),
    ],
)
def test_malformed(text: str, problem: str) -> None:
    assert is_formula(text)
    assert malformed(text) == problem
    assert evaluate(text, 16 * GIB, 2) == Unknown(f"the formula is malformed: {problem}")


@pytest.mark.parametrize("power", [1, 200])
def test_numbers_without_end(power: int) -> None:
    text = "{DBInstanceClassMemory" + "*99999999999999999999" * power + "}"
    assert malformed(text) == ""
    assert evaluate(text, 16 * GIB, 2) == Unknown("the formula's numbers are too large")


@pytest.mark.parametrize("text", ["100", " -1 ", "128MB", "on", "", "0,1", "%t:%r:%u@%d:[%p]:", "least", "iffy (no)"])
def test_literals(text: str) -> None:
    assert not is_formula(text)
