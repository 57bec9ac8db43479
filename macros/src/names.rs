//! The names of extractors, for messages that are about just those. Whether a type may stand where it
//! does, rustc decides by the type.

/// Extractors that read the body.
const READERS: &[&str] = &[
    "Body",
    "Bytes",
    "BytesMut",
    "Form",
    "Json",
    "JsonLines",
    "Multipart",
    "Protobuf",
    "RawForm",
    "Request",
    "String",
];

/// Extractors that do not read it.
const OF_HEAD: &[&str] = &[
    "ConnectInfo",
    "CookieJar",
    "Extension",
    "Extensions",
    "HeaderMap",
    "MatchedPath",
    "Method",
    "OriginalUri",
    "Path",
    "PrivateCookieJar",
    "Query",
    "RawPathParams",
    "RawQuery",
    "SignedCookieJar",
    "State",
    "TypedHeader",
    "Uri",
    "Version",
];

pub(crate) fn is_reader(name: &str) -> bool {
    READERS.contains(&name)
}

pub(crate) fn is_of_head(name: &str) -> bool {
    OF_HEAD.contains(&name)
}
