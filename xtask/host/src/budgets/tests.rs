use super::*;

const TEXT: &str = r#"# What a request may cost.
toolchain = "1.95.0"

[play]
size = 0.5

# In bytes.
[size]
hello = 90_000 # the least
echo = 1000

[fuel.hello]
"hello, 12 browser headers" = 1_250
hello = 1200
"#;

fn budgets() -> Budgets {
    Budgets::parse(TEXT).unwrap()
}

fn figures(hello: u64, echo: u64, fuel: u64) -> Figures {
    Figures::from([
        (Name::new("size", "hello"), hello),
        (Name::new("size", "echo"), echo),
        (Name::new("fuel.hello", "hello, 12 browser headers"), fuel),
        (Name::new("fuel.hello", "hello"), 1200),
    ])
}

#[test]
fn what_is_at_its_budget_or_within_its_play_holds() {
    let budgets = budgets();
    assert_eq!(budgets.toolchain(), "1.95.0");
    let exact = budgets.compare(&figures(90_000, 1000, 1250));
    assert!(exact.holds() && exact.under.is_empty(), "{exact}");
    let played = budgets.compare(&figures(90_450, 1005, 1250));
    assert!(played.holds(), "{played}");
}

#[test]
fn what_is_over_is_named_with_both_numbers() {
    let over = budgets().compare(&figures(90_451, 1000, 1251));
    assert!(!over.holds());
    assert_eq!(
        over.to_string(),
        "fuel.hello: hello, 12 browser headers: 1251 is over its budget of 1250\n\
         size: hello: 90451 is over its budget of 90000\n"
    );
}

#[test]
fn a_figure_without_a_budget_and_a_budget_without_a_figure_do_not_hold() {
    let mut figures = figures(90_000, 1000, 1250);
    figures.remove(&Name::new("size", "echo"));
    figures.insert(Name::new("memory", "hello"), 1);
    let comparison = budgets().compare(&figures);
    assert!(!comparison.holds());
    assert_eq!(comparison.missing, [Name::new("memory", "hello")]);
    assert_eq!(comparison.unknown, [Name::new("size", "echo")]);
}

#[test]
fn budgets_are_lowered_and_never_raised() {
    let budgets = budgets();
    let comparison = budgets.compare(&figures(89_123, 2000, 1249));
    let lowered = budgets.lowered(&comparison);
    let expected = TEXT.replace("90_000", "89123").replace("1_250", "1249");
    assert_eq!(lowered, expected);

    let again = Budgets::parse(&lowered).unwrap();
    let comparison = again.compare(&figures(89_123, 1000, 1249));
    assert!(comparison.holds() && comparison.under.is_empty(), "{comparison}");
    assert_eq!(again.get(&Name::new("size", "hello")), Some(89_123));
}

#[test]
fn a_file_that_is_wrong_says_where() {
    for (from, to, expected) in [
        ("echo = 1000", "echo = 0.5", "`echo` in size is no whole number"),
        ("echo = 1000", "echo = -1", "`echo` in size is less than nothing"),
        ("size = 0.5", "size = 500", "`size` in play is no percentage"),
        ("toolchain =", "compiler =", "`compiler` in the file is not known here"),
        ("toolchain = \"1.95.0\"", "", "there is no `toolchain`"),
    ] {
        let error = Budgets::parse(&TEXT.replace(from, to)).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    assert!(Budgets::parse("[size").is_err());
}
