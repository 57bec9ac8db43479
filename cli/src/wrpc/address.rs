//! Addresses of wRPC, as options have them.

use std::str::FromStr;

/// `tcp://HOST:PORT`: another process, which serves `wrpc:http`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(pub String);

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        host_and_port(text, &["tcp://", "wrpc+tcp://"]).map(Self)
    }
}

/// `tcp://ADDR`: where this process listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listening(pub String);

impl FromStr for Listening {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        host_and_port(text, &["tcp://"]).map(Self)
    }
}

fn host_and_port(text: &str, schemes: &[&str]) -> Result<String, String> {
    let found = schemes.iter().find_map(|scheme| text.strip_prefix(scheme));
    let rest = found.ok_or_else(|| format!("write it as {}HOST:PORT", schemes[0]))?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    match rest.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => {
            Ok(rest.to_owned())
        }
        _ => Err(format!("a host and a port are missing: write it as {}HOST:PORT", schemes[0])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_and_a_port() {
        let host = |text: &str| text.parse().map(|Address(host)| host);
        assert_eq!(host("tcp://127.0.0.1:7000").unwrap(), "127.0.0.1:7000");
        assert_eq!(host("wrpc+tcp://worker.local:7000/").unwrap(), "worker.local:7000");
        assert_eq!(host("tcp://[::1]:7000").unwrap(), "[::1]:7000");
        for wrong in
            ["127.0.0.1:7000", "tcp://:7000", "tcp://a", "tcp://a:b", "http://a:1", "tcp://a:70000"]
        {
            assert!(host(wrong).is_err(), "{wrong}");
        }
        assert!("wrpc+tcp://a:1".parse::<Listening>().is_err());
    }
}
