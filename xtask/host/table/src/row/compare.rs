//! Whether an answer is what its row says.

use std::borrow::Cow;

use super::{Answer, LENGTH, OF_THE_CONNECTION, Row};

impl Row {
    /// The differences between an answer and its row. Only the received part of a body that is cut
    /// off may vary.
    pub fn faults(&self, answer: &Answer) -> Vec<String> {
        let mut faults = Vec::new();
        if answer.status != self.status {
            faults.push(format!("status {}, not {}", answer.status, self.status));
        }
        for (name, expected) in self.promised() {
            let values: Vec<_> = answer.headers.get_all(name).iter().collect();
            if !values
                .iter()
                .map(|value| value.as_bytes())
                .eq(expected.iter().map(|v| v.as_bytes()))
            {
                faults.push(format!("{name} {values:?}, not {expected:?}"));
            }
        }
        let promised: Vec<_> = self.promised().into_iter().map(|(name, _)| name).collect();
        for (name, value) in answer.headers.iter().map(|(name, value)| (name.as_str(), value)) {
            if !OF_THE_CONNECTION.contains(&name) && !promised.contains(&name) {
                faults.push(format!("{name} {value:?}, of which the row says nothing"));
            }
        }
        if answer.complete != self.body.is_some() {
            faults.push(format!("complete {}", answer.complete));
        }
        if let Some(body) = &self.body
            && **body != *answer.body
        {
            faults.push(format!("body {}, not {}", shown(&answer.body), shown(body)));
        }
        faults
    }

    /// The values of each field.
    fn promised(&self) -> Vec<(&str, Vec<Cow<'static, str>>)> {
        let owned =
            |values: &[&'static str]| values.iter().map(|value| Cow::from(*value)).collect();
        let mut promised: Vec<_> =
            self.fields.iter().map(|(name, values)| (*name, owned(values))).collect();
        let forbids_length = matches!(self.status, 204 | 304) || self.ask.method == "HEAD";
        if let Some(body) = &self.body
            && !forbids_length
            && !promised.iter().any(|(name, _)| *name == LENGTH)
        {
            promised.push((LENGTH, vec![body.len().to_string().into()]));
        }
        promised
    }
}

/// A body, as far as it is short.
fn shown(body: &[u8]) -> String {
    let start = &body[..body.len().min(400)];
    let rest = body.len() - start.len();
    let more = if rest > 0 { format!(" and {rest} bytes more") } else { String::new() };
    format!("{:?}{more}", String::from_utf8_lossy(start))
}
