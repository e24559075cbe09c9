// The Go grammar of the tree-sitter-go package, brought up to Go 1.27. Only what must change is overridden, and each
// override says what it serves; everything else, and every node's name, is upstream's. What a reader of the trees has
// to know is in ../README.md.
import stock from 'tree-sitter-go/grammar.js';

const PREC = { primary: 7, unary: 6, compositeLiteral: -1 };

const terminator = choice(/\n/, ';', '\0');

/** Names that Go declares by itself and upstream reads as keywords wherever an expression may stand. */
const predeclared = $ => choice('new', 'make', $.nil, $.true, $.false, $.iota);

const commaSep1 = rule => seq(rule, repeat(seq(',', rule)));
const argument = $ => choice($._expression, $.variadic_argument);
const lines = rule => optional(seq(rule, repeat(seq(terminator, rule)), optional(terminator)));
const initializer = $ => optional(seq(optional(field('initializer', $._simple_statement)), ';'));

export default grammar(stock, {
  name: 'go',

  inline: ($, previous) => [...previous, $._label],

  // Upstream's, but for one that conversions no longer cause; the last one is new.
  conflicts: $ => [
    [$._simple_type, $._expression],
    [$._simple_type, $.generic_type, $._expression],
    [$.qualified_type, $._expression],
    [$.generic_type, $._simple_type],
    [$.parameter_declaration, $._simple_type],
    [$.type_parameter_declaration, $._expression],
    [$.type_parameter_declaration, $._simple_type, $.generic_type, $._expression],
    // `func (r R) N[T` begins a generic method, or (as upstream also reads loose statements) a function type.
    [$.type_parameter_declaration, $._simple_type],
  ],

  rules: {
    // ---- Go 1.27 ----

    // Generic methods: `func (r *R) N[T any](n T) T`.
    method_declaration: $ =>
      prec.right(
        1,
        seq(
          'func',
          field('receiver', $.parameter_list),
          field('name', $._field_identifier),
          field('type_parameters', optional($.type_parameter_list)),
          field('parameters', $.parameter_list),
          field('result', optional(choice($.parameter_list, $._simple_type))),
          field('body', optional($.block)),
        ),
      ),

    // ---- Go 1.26 ----

    // `new(1)`, and a `new` or `make` that the program declared itself: `make(xs...)`. What can be read as a type is
    // one, as upstream has it: without types nobody can tell `new(T)` from `new(x)`.
    special_argument_list: $ =>
      seq(
        '(',
        optional(
          seq(
            choice($._type_argument, argument($)),
            repeat(seq(',', choice(argument($), $._type_literal))),
            optional(','),
          ),
        ),
        ')',
      ),
    _type_argument: $ => prec.dynamic(20, $._type),

    // ---- Older Go that upstream stumbles on ----

    // Methods of unnamed types: `struct{ T }.m`, `interface{ m() }.m(x)`, `(*struct{ T }).m`.
    selector_expression: ($, previous) =>
      choice(
        previous,
        prec(PREC.primary, seq(field('operand', $._receiver_type), '.', field('field', $._field_identifier))),
      ),
    _receiver_type: $ => prec(-2, prec.dynamic(-100, choice($.struct_type, $.interface_type, $.parenthesized_type))),

    // `(make)([]int, 1)`.
    argument_list: $ => seq('(', optional(seq(commaSep1(choice(argument($), $._type_literal)), optional(','))), ')'),

    // `if ; ok {}`, `switch ; x := y.(type) {}`: the statement before the semicolon may be empty.
    if_statement: $ =>
      seq(
        'if',
        initializer($),
        field('condition', $._expression),
        field('consequence', $.block),
        optional(seq('else', field('alternative', choice($.block, $.if_statement)))),
      ),
    expression_switch_statement: $ =>
      seq(
        'switch',
        initializer($),
        field('value', optional($._expression)),
        '{',
        repeat(choice($.expression_case, $.default_case)),
        '}',
      ),
    _type_switch_header: $ =>
      // Stronger than the same words as an expression (type_assertion_expression below).
      prec(
        PREC.primary + 1,
        seq(
          initializer($),
          optional(seq(field('alias', $.expression_list), ':=')),
          field('value', $._expression),
          '.',
          '(',
          'type',
          ')',
        ),
      ),

    // `x;; y`: a semicolon more than upstream's count. An empty statement stays a node where upstream makes one.
    statement_list: $ =>
      choice(
        seq(
          optional($._skipped),
          $._statement,
          repeat(seq(terminator, optional($._skipped), $._statement)),
          optional(seq(terminator, optional(alias($.empty_labeled_statement, $.labeled_statement)))),
        ),
        alias($.empty_labeled_statement, $.labeled_statement),
      ),
    _skipped: _ => prec(-1, ';'),

    // `L: M: }`, and labels of any name: `new: for { break new }`.
    empty_labeled_statement: $ =>
      seq(field('label', $._label), ':', optional(alias($.empty_labeled_statement, $.labeled_statement))),
    labeled_statement: $ => seq(field('label', $._label), ':', optional($._skipped), $._statement),
    break_statement: $ => seq('break', optional($._label)),
    continue_statement: $ => seq('continue', optional($._label)),
    goto_statement: $ => seq('goto', $._label),
    _label: $ => choice(alias($.identifier, $.label_name), alias(predeclared($), $.label_name)),

    // `type new struct{}; var _ = new{}`.
    composite_literal: ($, previous) =>
      choice(
        previous,
        prec(
          PREC.compositeLiteral,
          seq(field('type', alias(predeclared($), $.type_identifier)), field('body', $.literal_value)),
        ),
      ),

    // A last declaration of any kind without a line break after it.
    source_file: $ =>
      seq(
        repeat(seq(choice($._statement, $._top_level_declaration), terminator)),
        optional(choice($._declaration, $._top_level_declaration)),
      ),

    // `const (a = 1; b = 2)`, `var (a int; b int)`: no semicolon is needed before the parenthesis.
    const_declaration: $ => seq('const', choice($.const_spec, seq('(', lines($.const_spec), ')'))),
    var_spec_list: $ => seq('(', lines($.var_spec), ')'),

    // Letters and digits as the language defines them; upstream's XID classes leave some letters out.
    identifier: _ => /[_\p{L}][_\p{L}\p{Nd}]*/u,

    // ---- Conversions: less to guess ----

    // A conversion is one by its shape only where its type is no mere name: `f(x)` is a call, as upstream's tree says
    // in the end, but upstream reads every call both ways first. And `*[]T(x)` takes the star of a conversion, it does
    // not convert to a pointer. With no operand, or with several, gofmt accepts it and the compiler doesn't.
    type_conversion_expression: $ =>
      prec.dynamic(
        -1,
        seq(
          field('type', $._conversion_type),
          '(',
          choice(
            seq(field('operand', $._expression), optional(',')),
            prec.dynamic(-100, optional($._conversion_operands)),
          ),
          ')',
        ),
      ),
    _conversion_operands: $ =>
      choice(
        seq(field('operand', $.variadic_argument), optional(',')),
        seq(field('operand', argument($)), repeat1(seq(',', field('operand', argument($)))), optional(',')),
      ),
    _conversion_type: $ =>
      choice(
        $.generic_type,
        $.struct_type,
        $.interface_type,
        $.array_type,
        $.implicit_length_array_type,
        $.slice_type,
        prec.dynamic(3, $.map_type),
        $.channel_type,
        $.function_type,
        $.parenthesized_type,
      ),

    // ---- What gofmt accepts, and the compiler refuses for its types only ----

    // A type for a value: `x := []int`, `return func()`.
    expression_list: $ => commaSep1(choice($._expression, $._type_literal)),
    expression_statement: $ => choice($._expression, $._type_literal),
    _type_literal: $ =>
      prec(
        -2,
        prec.dynamic(
          -100,
          choice(
            $.array_type,
            $.implicit_length_array_type,
            $.slice_type,
            $.map_type,
            $.channel_type,
            $.function_type,
            $.struct_type,
            $.interface_type,
            $.parenthesized_type,
          ),
        ),
      ),

    // `[...]int` where no literal gives its length.
    _simple_type: ($, previous) => choice(previous, $.implicit_length_array_type),

    // `const c byte`, with a type and without a value.
    const_spec: $ =>
      prec.left(
        seq(
          field('name', commaSep1($.identifier)),
          optional(
            choice(
              field('type', $._type),
              seq(optional(field('type', $._type)), '=', field('value', $.expression_list)),
            ),
          ),
        ),
      ),

    // `~x` outside of a constraint.
    unary_expression: ($, previous) =>
      choice(previous, prec(PREC.unary, seq(field('operator', '~'), field('operand', $._expression)))),

    // `x.(type)` outside of a switch.
    type_assertion_expression: ($, previous) =>
      choice(previous, prec(PREC.primary, seq(field('operand', $._expression), '.', '(', 'type', ')'))),

    // `case 0:` in a type switch.
    type_case: $ =>
      seq('case', field('type', commaSep1(choice($._type, $._basic_literal))), ':', optional($.statement_list)),
    _basic_literal: $ => choice($._string_literal, $.int_literal, $.float_literal, $.imaginary_literal, $.rune_literal),
  },
});
