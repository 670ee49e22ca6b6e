import time

import pytest

from pglint.findings.secrets import mask, masked, masked_line
from pglint.source import Source

SECRET = "s3cr3t"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # settings and connection strings
        ("primary_conninfo = 'host=a password=s3cr3t user=r'", "primary_conninfo = 'host=a password=*** user=r'"),
        (
            "primary_conninfo = 'host=a password=''s3cr3t x'' user=r'",
            "primary_conninfo = 'host=a password=''***'' user=r'",
        ),
        ("app = host=db password=s3cr3t pool_size=20", "app = host=db password=*** pool_size=20"),
        ("app = host=db password='s3cr3t''x' pool_size=20", "app = host=db password='***' pool_size=20"),
        ("app = host=db password = s3cr3t pool_size=20", "app = host=db password = *** pool_size=20"),
        ("app = host=db password=ab's3cr3t pool_size=20", "app = host=db password=*** pool_size=20"),
        ("app = host=db password=a&s3cr3t;,x pool_size=20", "app = host=db password=*** pool_size=20"),
        ('conninfo = "sslpassword=s3cr3t"', 'conninfo = "sslpassword=***"'),
        ("password = my s3cr3t", "password = ***"),
        ("password = 's3cr3t", "password = '***"),
        ("  ssl_passphrase: s3cr3t", "  ssl_passphrase: ***"),
        # SQL
        ("ALTER ROLE a PASSWORD 's3cr3t' CONNECTION LIMIT 5;", "ALTER ROLE a PASSWORD '***' CONNECTION LIMIT 5;"),
        ("CREATE USER a encrypted password 's3''cr3t';", "CREATE USER a encrypted password '***';"),
        ("ALTER ROLE a PASSWORD E's3\\'cr3t' LOGIN", "ALTER ROLE a PASSWORD *** LOGIN"),
        ("ALTER ROLE a PASSWORD $x$s3cr3t$x$ LOGIN", "ALTER ROLE a PASSWORD *** LOGIN"),
        ("ALTER ROLE a PASSWORD NULL", "ALTER ROLE a PASSWORD NULL"),
        # URLs
        ("postgres://app:s3cr3t@db:5432/app?x=1", "postgres://app:***@db:5432/app?x=1"),
        ("postgresql://app:s3@cr3t/x@db/app", "postgresql://app:***@db/app"),
        ("url = 'postgres://:s3cr3t@db/app'", "url = 'postgres://:***@db/app'"),
        ("postgres://app@db/app", "postgres://app@db/app"),
        ("https://s3cr3t@git.example/x", "https://***@git.example/x"),
        ("postgres://db:5432/app", "postgres://db:5432/app"),
        # an auth_file
        ('"app" "s3cr3t"', '"app" "***"'),
        ('"a""b"  "s3cr""3t"', '"a""b"  "***"'),
        ('"app" "s3cr3t', '"app" "***'),
        # JSON, YAML, shell
        ('{"password": "s3cr3t", "user": "app"}', '{"password": "***", "user": "app"}'),
        ("{password: s3cr3t}", "{password: ***"),
        ("- dbPassword: my s3cr3t", "- dbPassword: ***"),
        ("export PGPASSWORD=s3cr3t", "export PGPASSWORD=***"),
        ("archive_command = 'AWS_SECRET_ACCESS_KEY=s3cr3t aws'", "archive_command = 'AWS_SECRET_ACCESS_KEY=*** aws'"),
        ("restore_command = 'get --password s3cr3t %f'", "restore_command = 'get --password *** %f'"),
        ("archive_command = 'curl -u app:s3cr3t host'", "archive_command = 'curl -u app:*** host'"),
        ("Authorization: Bearer s3cr3tabcdef", "Authorization: Bearer ***"),
        # HBA options
        ('host all all all ldap ldapbindpasswd="s3cr3t" x=y', 'host all all all ldap ldapbindpasswd="***" x=y'),
        ('host all all all radius radiussecrets="s3cr3t"', 'host all all all radius radiussecrets="***"'),
        # what servers store
        ("x md5" + "0123456789abcdef" * 2, "x ***"),
        ("x SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy", "x ***"),
        # templates: the whole hole
        ("a = host=h password={{ pw | default('s3cr3t') }} port=1", "a = host=h password=*** port=1"),
        ("a = host=h password=${PW:-s3cr3t} port=1", "a = host=h password=*** port=1"),
    ],
)
def test_secrets_are_masked(text: str, expected: str) -> None:
    assert mask(text) == expected
    assert SECRET not in mask(text)
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "password_encryption = md5",
        "auth_type = scram-sha-256",
        "ssl_key_file = '/etc/ssl/private/server.key'",
        "auth_query = SELECT usename, passwd FROM pg_shadow WHERE usename=$1",
        "host all all 10.0.0.0/8 password",
        'unknown setting "passwd": did you mean another',
        "max_connections = 100",
        "PRIMARY KEY (id)",
        "tcp_keepalives_idle = 60",
        "app may hold 10 connections; pools that log in as it can open 50",
        "passfile=/home/app/.pgpass",
        "",
    ],
)
def test_harmless_text_stays(text: str) -> None:
    assert mask(text) == text


def test_the_mask_does_not_tell_the_length() -> None:
    assert mask("x password=a y") == mask("x password=abcdefghijklmnop y")


@pytest.mark.parametrize(
    ("text", "start", "end", "marked"),
    [
        ("a password=geheim pool_size=20", 18, 30, "pool_size=20"),
        ("a password=geheim pool_size=20", 11, 17, "***"),
        ("a password=geheim pool_size=20", 2, 17, "password=***"),
        ("a password=geheim pool_size=20", 0, 1, "a"),
        ("postgres://u:p@h password=x tail", 28, 32, "tail"),
    ],
)
def test_places_move_with_the_text(text: str, start: int, end: int, marked: str) -> None:
    shown, (first, last) = masked(text, start, end)
    assert shown[first:last] == marked


def test_a_place_inside_a_secret_moves_to_its_start() -> None:
    shown, (place,) = masked("a password=geheim b", 14)
    assert shown[place:] == "*** b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CREATE ROLE a PASSWORD\n\n 's3cr3t' CONNECTION LIMIT 5;", " '***' CONNECTION LIMIT 5;"),
        ('variable "db_password" {\n  type = string\n  default = "s3cr3t"', '  default = "***"'),
        ('"db_password": {\n "default": "s3cr3t"', ' "default": "***"'),
        ('resource "x" "token" {\n  value = "s3cr3t"', '  value = "***"'),
        ("password = <<-EOT\n  s3cr3t\n  s3cr3t", "***"),
        ("password = <<EOT\n  s3cr3t\nEOT\nsize = 3", "size = 3"),
        ('variable "db_password" {\n}\nvariable "size" {\n  default = "3"', '  default = "3"'),
        ("# the password\napp = host=db password=s3cr3t pool_size=20", "app = host=db password=*** pool_size=20"),
        ("ALTER ROLE a PASSWORD 'x';\nALTER ROLE \"b\" LOGIN;", 'ALTER ROLE "b" LOGIN;'),
    ],
)
def test_the_last_line_of_a_text_hides_what_lines_above_call_a_secret(text: str, expected: str) -> None:
    assert masked_line(Source("a", text), text.count("\n") + 1) == (expected, [])


def test_places_move_with_a_line() -> None:
    source = Source("a.sql", "CREATE ROLE a PASSWORD\n's3cr3t' CONNECTION LIMIT 5;\n")
    shown, (first, last) = masked_line(source, 2, 9, 27)
    assert shown[first:last] == "CONNECTION LIMIT 5"


@pytest.mark.parametrize(
    "line",
    [
        "password" * 2500,
        '"' * 20000,
        "://:" * 5000,
        "password={{" * 1800,
        "password { " * 1800,
        "password <<" * 1800,
        "password = <<x\n" * 1500,
        "''" * 10000,
        "password $$" * 1800,
        "a." * 10000,
    ],
)
def test_hostile_lines_take_no_time(line: str) -> None:
    before = time.process_time()
    mask(line)
    assert time.process_time() - before < 2


def test_the_token_of_a_syntax_error_is_no_secret() -> None:
    assert mask('syntax error near token "GB"') == 'syntax error near token "GB"'
    assert mask('token "GB"') == 'token "***"'
