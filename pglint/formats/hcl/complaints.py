"""What Terraform says of text that it refuses: its diagnostics' summary, and the point of their detail.

The words are Terraform's (hclsyntax and json of HCL 2), but begin small and have no full stop, as all our messages.
"""

from __future__ import annotations

EXPRESSION = "invalid expression: expected the start of an expression, but found an invalid expression token"
NO_EXPRESSION = "missing expression: expected the start of an expression, but found the end of the file"
CHARACTER = "invalid character: this character is not used within the language"
CHARACTERS = {
    "'": 'invalid character: single quotes are not valid, use double quotes (") to enclose strings',
    "`": 'invalid character: the "`" character is not valid, a multi-line string is written as a heredoc like <<EOT',
    ";": 'invalid character: the ";" character is not valid, newlines separate arguments and commas items',
    "&": 'unsupported operator: bitwise operators are not supported, did you mean boolean AND ("&&")?',
    "|": 'unsupported operator: bitwise operators are not supported, did you mean boolean OR ("||")?',
    "~": 'unsupported operator: bitwise operators are not supported, did you mean boolean NOT ("!")?',
    "^": "unsupported operator: bitwise operators are not supported",
}
ENCODING = "invalid character encoding: all input files must be UTF-8 encoded"
NUMBER = "invalid number literal: failed to recognize the value of this number literal"
DEPTH = "nested too deeply to be read"

ITEM = "argument or block definition required: an argument or block definition is required here"
ITEM_EQUALS = 'argument or block definition required: to set an argument, use the equals sign "="'
ITEM_QUOTED = "invalid argument name: argument names must not be quoted"
ITEM_AFTER = "missing newline after argument: an argument definition must end with a newline"
ITEM_COMMA = "unexpected comma after argument: argument definitions must be separated by newlines, not commas"
REDEFINED = "attribute redefined: the argument {name} was already set in line {line}"
BLOCK_EQUALS = 'invalid block definition: the equals sign "=" must not be used when defining a block'
BLOCK_LINE = 'invalid block definition: the "{" must be on the same line as the block header'
BLOCK_LABEL = 'invalid block definition: a quoted block label or an opening brace ("{") is expected here'
BLOCK_END = "unclosed configuration block: there is no closing brace for this block before the end of the file"
BLOCK_AFTER = "missing newline after block definition: a block definition must end with a newline"
BLOCK_TEMPLATE = "invalid string literal: template sequences are not allowed in this string"
LINE_BLOCK = "argument definition required: a single-line block definition can contain only a single argument"
LINE_COMMA = "invalid single-argument block definition: single-line block syntax can include only one argument"
LINE_NEWLINE = "invalid single-argument block definition: single-line block syntax must be closed on the same line"
LINE_AFTER = "invalid single-argument block definition: the closing brace must come immediately after the argument"

STRING_END = "unterminated template string: no closing marker was found for the string"
STRING_LINES = "invalid multi-line string: quoted strings may not be split over multiple lines"
INTERPOLATION_END = "unclosed template interpolation sequence: there is no closing brace for this interpolation"
INTERPOLATION_AFTER = "extra characters after interpolation expression: expected a closing brace"
INTERPOLATION_COLON = "extra characters after interpolation expression: a colon is not expected at this location"
ESCAPE = "invalid escape sequence: the symbol {symbol} is not a valid escape sequence selector"
ESCAPE_4 = "invalid escape sequence: the \\u escape sequence must be followed by four hexadecimal digits"
ESCAPE_8 = "invalid escape sequence: the \\U escape sequence must be followed by eight hexadecimal digits"
ESCAPE_RUNE = "invalid escape sequence: cannot encode character U+{number:04x} in UTF-8"

DIRECTIVE = 'invalid template directive: a keyword ("if", "for", etc) is expected at the beginning of a %{ sequence'
DIRECTIVE_WORD = "invalid template control keyword: {word} is not a valid template control keyword"
DIRECTIVE_AFTER = "extra characters in {word} marker: expected a closing brace to end the sequence"
DIRECTIVE_OPEN = "unexpected end of template: the {word} directive in line {line} is missing its end{word} directive"
DIRECTIVE_ALONE = "unexpected {word} directive: the control directives within this template are unbalanced"
DIRECTIVE_ELSE = "unexpected else directive: already in the else clause for the if started in line {line}"
DIRECTIVE_FOR_ELSE = "unexpected else directive: an else clause is not expected for a for directive"
DIRECTIVE_OTHER = "unexpected {word} directive: expecting an end{open} directive for the {open} started in line {line}"
DIRECTIVE_NAME = "invalid 'for' directive: for directive requires variable name after 'for'"
DIRECTIVE_VALUE = "invalid 'for' directive: for directive requires value variable name after comma"
DIRECTIVE_IN = "invalid 'for' directive: for directive requires 'in' keyword after names"

CONDITIONAL = "missing false expression in conditional: the operator (...?...:...) requires a false expression"
PARENTHESES = "unbalanced parentheses: expected a closing parenthesis to terminate the expression"
ATTRIBUTE = "invalid attribute name: an attribute name is required after a dot"
LEGACY_INDEX = "invalid legacy index syntax: chaining two indexes together is not permitted"
NESTED_SPLAT = "nested splat expression not allowed: a splat cannot be used inside another attribute-only splat"
SPLAT = 'missing close bracket on splat index: the star must be immediately followed by a closing bracket ("]")'
INDEX = 'missing close bracket on index: the index operator must end with a closing bracket ("]")'
CALL_NAME = "missing function name: the symbol :: must be followed by a function name in this scope"
CALL_OPEN = "missing open parenthesis: a function selector must be followed by an open parenthesis"
CALL_COMMA = "missing argument separator: a comma is required to separate each function argument from the next"
CALL_EXPAND = "missing closing parenthesis: an expanded argument (with ...) must be followed by closing parentheses"
CALL_END = "unterminated function call: there is no closing parenthesis for this call before the end of the file"
TUPLE_COMMA = "missing item separator: expected a comma to mark the beginning of the next item"
TUPLE_END = "unterminated tuple constructor expression: there is no closing bracket before the end of the file"
OBJECT_VALUE = 'missing attribute value: expected an attribute value, introduced by an equals sign ("=")'
OBJECT_EQUALS = 'missing key/value separator: expected an equals sign ("=") before the attribute value'
OBJECT_COMMA = "missing attribute separator: expected a newline or comma before the next attribute"
OBJECT_END = "unterminated object constructor expression: there is no closing brace before the end of the file"
OBJECT_KEY = "ambiguous attribute key: a reference must be in parentheses, a name with periods in quotes"
FOR_NAME = "invalid 'for' expression: for expression requires variable name after 'for'"
FOR_VALUE = "invalid 'for' expression: for expression requires value variable name after comma"
FOR_IN = "invalid 'for' expression: for expression requires the 'in' keyword after its name declarations"
FOR_COLON = "invalid 'for' expression: for expression requires a colon after the collection expression"
FOR_KEY = "invalid 'for' expression: key expression is required when building an object"
FOR_NO_KEY = "invalid 'for' expression: key expression is not valid when building a tuple"
FOR_GROUP = "invalid 'for' expression: grouping ellipsis (...) cannot be used when building a tuple"
FOR_AFTER = "invalid 'for' expression: extra characters after the end of the 'for' expression"

JSON_VALUE = "invalid start of value: a JSON value must start with a brace, a bracket, a number, a string, or a keyword"
JSON_NO_VALUE = "missing value: the JSON data ends prematurely"
JSON_BRACE = "missing JSON value: there is a closing brace where a value must start"
JSON_BRACKET = "missing array element value: there is a closing bracket where a value must start"
JSON_AFTER = "extraneous data after value: extra characters appear after the JSON value"
JSON_ROOT = "root value must be object: the root value must be either a JSON object or a JSON array of objects"
JSON_NAME = "invalid object property name: a JSON object property name must be a string"
JSON_NO_COLON = "missing object value: a JSON object attribute must have a value, introduced by a colon"
JSON_COLON = "missing property value colon: a colon must appear between an object property's name and its value"
JSON_EQUALS = "missing property value colon: JSON uses a colon as its name/value delimiter, not an equals sign"
JSON_PAIR_COMMA = "missing attribute separator comma: a comma must appear between each property definition"
JSON_PAIR_TRAILING = "trailing comma in object: JSON does not permit a trailing comma after the final property"
JSON_OBJECT_END = "unclosed object: no closing brace was found for this JSON object"
JSON_OBJECT_BRACKET = "mismatched braces: a JSON object must be closed with a brace, not a bracket"
JSON_ITEM_COMMA = "missing attribute separator comma: a comma must appear between each value in an array"
JSON_ITEM_COLON = "invalid array value: a colon is not used to introduce values in a JSON array"
JSON_ITEM_TRAILING = "trailing comma in array: JSON does not permit a trailing comma after the final value"
JSON_ARRAY_END = "unclosed object: no closing bracket was found for this JSON array"
JSON_ARRAY_BRACE = "mismatched brackets: a JSON array must be closed with a bracket, not a brace"
JSON_NUMBER = "invalid JSON number: there is a syntax error in the given JSON number"
JSON_STRING = "invalid JSON string: there is a syntax error in the given JSON string"
JSON_WORD = "invalid JSON keyword: {word} is not a valid JSON keyword"
JSON_DUPLICATE = "duplicate argument: the argument {name} was already set in line {line}"
JSON_LABEL = "missing block label: at least one object property is required, whose name is the {type} block's label"
JSON_LABELS = "incorrect JSON value type: a JSON object is required here, to specify labels for the {type} block"
JSON_BLOCK = "incorrect JSON value type: a JSON object or array is required here, the contents of {type} blocks"
JSON_BODY = "incorrect JSON value type: a JSON object is required here, to define arguments and child blocks"
