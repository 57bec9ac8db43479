//! [`InvalidUrl`]: the reason why a text is not the URL of a request.

use std::fmt;

/// The reason why a text is not the URL of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::client) enum InvalidUrl {
    NoBase,
    Scheme,
    NoHost,
    User,
    Host,
    #[cfg(not(feature = "idna"))]
    NotAscii,
    Address,
    Port,
    TooLong,
}

impl fmt::Display for InvalidUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoBase => {
                "is relative, without a base: begin it with `https://`, or set \
                 `ClientBuilder::base_url`"
            }
            Self::Scheme => "does not begin with `http://` or `https://`",
            Self::NoHost => "has no host",
            Self::User => "has a user in it; send credentials in an `authorization` field instead",
            Self::Host => "has an invalid host",
            #[cfg(not(feature = "idna"))]
            Self::NotAscii => {
                "has a host that is not ASCII: write it in punycode (`xn--…`), or enable \
                 feature `idna` of doorway"
            }
            Self::Address => "has an invalid IPv6 address",
            Self::Port => "has an invalid port: it is a number up to 65535",
            Self::TooLong => "is too long: its path and query may have 65,534 bytes",
        })
    }
}
