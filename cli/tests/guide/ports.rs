//! Free ports instead of those that pages name.

use std::collections::BTreeMap;
use std::net::TcpListener;

/// Addresses of this machine, as pages have them.
const HOSTS: [&str; 3] = ["127.0.0.1:", "localhost:", "0.0.0.0:"];

/// The ports of one page: 8080, and others that begin with 80, and the free ones for them.
#[derive(Default)]
pub(crate) struct Ports(BTreeMap<u16, u16>);

impl Ports {
    /// The free port for one of a page, the same each time.
    pub(crate) fn free(&mut self, port: u16) -> u16 {
        *self.0.entry(port).or_insert_with(|| {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            listener.local_addr().unwrap().port()
        })
    }

    /// A text with free ports.
    pub(crate) fn replace(&mut self, text: &str) -> String {
        let mut replaced = String::new();
        let mut rest = text;
        while let Some(at) =
            HOSTS.iter().filter_map(|host| Some(rest.find(host)? + host.len())).min()
        {
            let digits = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
            let port = &rest[at..at + digits];
            replaced += &rest[..at];
            match port.parse() {
                Ok(number) if port.len() == 4 && port.starts_with("80") => {
                    replaced += &self.free(number).to_string();
                }
                _ => replaced += port,
            }
            rest = &rest[at + digits..];
        }
        replaced + rest
    }
}

#[test]
fn ports_are_replaced_by_the_same_ones() {
    let mut ports = Ports::default();
    let (first, second) = (ports.free(8080), ports.free(8081));
    assert_ne!(first, second);
    assert_eq!(
        ports.replace("curl localhost:8080/a http://127.0.0.1:8081 127.0.0.1:6379"),
        format!("curl localhost:{first}/a http://127.0.0.1:{second} 127.0.0.1:6379"),
    );
}
