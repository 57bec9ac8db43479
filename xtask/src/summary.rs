//! The totals of cargo's test output.

use std::fmt;
use std::ops::AddAssign;

use anyhow::Result;

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) ignored: usize,
}

impl Summary {
    /// The numbers of a line such as `test result: ok. 3 passed; 0 failed; 1 ignored; …`; `None` for any other line.
    pub(crate) fn of_line(line: &str) -> Option<Self> {
        let (_, counts) = line.trim().strip_prefix("test result: ")?.split_once(". ")?;
        let count = |what: &str| {
            counts
                .split("; ")
                .find_map(|part| part.strip_suffix(what)?.trim().parse::<usize>().ok())
        };
        Some(Self {
            passed: count(" passed")?,
            failed: count(" failed")?,
            ignored: count(" ignored")?,
        })
    }

    /// Counts something that is no test of cargo's, and says how it went as cargo does.
    pub(crate) fn report<T>(&mut self, name: &str, result: Result<T>) {
        match result {
            Ok(_) => {
                println!("{name} ... ok");
                self.passed += 1;
            }
            Err(error) => {
                println!("{name} ... FAILED\n{error:#}");
                self.failed += 1;
            }
        }
    }
}

impl AddAssign for Summary {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.ignored > 0 {
            write!(f, ", {} ignored", self.ignored)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_line_is_counted() {
        let line = "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.42s";
        assert_eq!(Summary::of_line(line), Some(Summary { passed: 12, failed: 2, ignored: 1 }));
    }

    #[test]
    fn other_lines_are_not() {
        for line in [
            "test result: ok",
            "test a::test result: ok. ... ok",
            "running 3 tests",
            "",
            "3 passed; 0 failed",
        ] {
            assert_eq!(Summary::of_line(line), None, "{line:?}");
        }
    }

    #[test]
    fn totals_add_up() {
        let mut total = Summary::default();
        for line in [
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 1 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 1.00s",
        ] {
            total += Summary::of_line(line).unwrap();
        }
        assert_eq!(total.to_string(), "4 passed, 1 failed, 2 ignored");
    }
}
