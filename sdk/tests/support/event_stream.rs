//! Event streams, read as the HTML standard tells browsers to.

/// An event as a browser hands it on.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Message {
    pub(crate) name: String,
    pub(crate) data: String,
    pub(crate) last_id: String,
    pub(crate) retry: Option<u64>,
}

/// A message that is nothing but its data.
pub(crate) fn data(text: &str) -> Message {
    Message { data: text.into(), ..Message::default() }
}

/// The lines of a text, whatever they end with.
pub(crate) fn lines(text: &str) -> Vec<String> {
    text.replace("\r\n", "\n").replace('\r', "\n").split('\n').map(String::from).collect()
}

/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation>
pub(crate) fn interpret(text: &str) -> Vec<Message> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (mut messages, mut message) = (Vec::new(), Message::default());
    let mut lines = lines(text);
    // Text without a line break at its end is not a line.
    lines.pop();
    for line in lines {
        if line.is_empty() {
            let data = std::mem::take(&mut message.data);
            let name = std::mem::take(&mut message.name);
            if let Some(data) = data.strip_suffix('\n') {
                messages.push(Message { data: data.into(), name, ..message.clone() });
            }
            continue;
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => message.name = value.into(),
            "data" => message.data += &format!("{value}\n"),
            "id" if !value.contains('\0') => message.last_id = value.into(),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                message.retry = value.parse().ok();
            }
            _ => {}
        }
    }
    messages
}
