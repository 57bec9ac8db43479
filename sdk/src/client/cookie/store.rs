//! [`Store`]: the cookies that are kept, and those that are sent
//! ([RFC 6265, 5.3 and 5.4](https://www.rfc-editor.org/rfc/rfc6265#section-5.3)).

use http::Uri;

use super::matching::{Peer, domain_matches, is_public, path_matches};
use super::parse::SetCookie;

/// The maximum number of cookies of one domain.
const MAX_OF_DOMAIN: usize = 50;

/// The maximum number of cookies.
const MAX: usize = 3000;

/// The maximum length of a `cookie` field, in bytes: far more than servers accept, and less than
/// would keep the request from being sent.
const MAX_SENT: usize = 64 * 1024;

#[derive(Default)]
pub(super) struct Store {
    /// Oldest first.
    cookies: Vec<Cookie>,
    /// Counts the accesses.
    tick: u64,
}

struct Cookie {
    name: String,
    value: String,
    domain: String,
    /// Whether it is for hosts below the domain, too.
    is_for_all: bool,
    path: String,
    is_secure: bool,
    expires: Option<u64>,
    used: u64,
}

impl Cookie {
    fn is_for(&self, peer: &Peer<'_>) -> bool {
        let is_for_host = match self.is_for_all {
            true => domain_matches(&peer.host, &self.domain),
            false => peer.host == self.domain,
        };
        is_for_host && path_matches(peer.path, &self.path) && (!self.is_secure || peer.is_secure)
    }

    fn is_over(&self, now: u64) -> bool {
        self.expires.is_some_and(|end| end <= now)
    }

    /// Whether one replaces the other.
    fn is_same(&self, other: &Self) -> bool {
        self.name == other.name
            && self.path == other.path
            && self.domain == other.domain
            && self.is_for_all == other.is_for_all
    }

    /// Whether it would hide a secure cookie where both are sent.
    fn hides(&self, secure: &Self) -> bool {
        secure.is_secure
            && self.name == secure.name
            && (domain_matches(&self.domain, &secure.domain)
                || domain_matches(&secure.domain, &self.domain))
            && path_matches(&self.path, &secure.path)
    }
}

impl Store {
    /// Stores a cookie of a response from `url`, or removes it.
    pub(super) fn set(&mut self, text: &str, url: &Uri, now: u64) {
        let Some(peer) = Peer::of(url) else { return };
        let Some(mut cookie) = SetCookie::parse(text, now).and_then(|set| accept(set, &peer))
        else {
            return;
        };
        if !peer.is_secure && self.cookies.iter().any(|other| cookie.hides(other)) {
            return;
        }
        self.tick += 1;
        cookie.used = self.tick;
        self.cookies.retain(|other| !other.is_over(now));
        let at = self.cookies.iter().position(|other| other.is_same(&cookie));
        if cookie.is_over(now) {
            at.map(|at| self.cookies.remove(at));
        } else if let Some(other) = at.and_then(|at| self.cookies.get_mut(at)) {
            // RFC 6265, 5.3: it keeps its place in the order.
            *other = cookie;
        } else {
            let of_domain = |other: &Cookie| other.domain == cookie.domain;
            if self.cookies.iter().filter(|other| of_domain(other)).count() >= MAX_OF_DOMAIN {
                self.remove_least_recent(of_domain);
            }
            if self.cookies.len() >= MAX {
                self.remove_least_recent(|_| true);
            }
            self.cookies.push(cookie);
        }
    }

    /// Removes the least recently used one.
    fn remove_least_recent(&mut self, of: impl Fn(&Cookie) -> bool) {
        let those = self.cookies.iter().enumerate().filter(|(_, cookie)| of(cookie));
        if let Some((at, _)) = those.min_by_key(|(_, cookie)| cookie.used) {
            self.cookies.remove(at);
        }
    }

    /// The `cookie` field of a request to `url`.
    pub(super) fn get(&mut self, url: &Uri, now: u64) -> Option<String> {
        let peer = Peer::of(url)?;
        self.tick += 1;
        // RFC 6265, 5.4: longer paths first, then oldest first.
        let mut found: Vec<&Cookie> = Vec::new();
        for cookie in &mut self.cookies {
            if !cookie.is_over(now) && cookie.is_for(&peer) {
                cookie.used = self.tick;
                let longer = |other: &&Cookie| other.path.len() >= cookie.path.len();
                found.insert(found.partition_point(longer), cookie);
            }
        }
        let mut text = String::new();
        for cookie in found {
            if text.len() + cookie.name.len() + cookie.value.len() > MAX_SENT {
                continue;
            }
            if !text.is_empty() {
                text.push_str("; ");
            }
            text.push_str(&cookie.name);
            text.push('=');
            text.push_str(&cookie.value);
        }
        (!text.is_empty()).then_some(text)
    }
}

/// The cookie, if this host may set it.
fn accept(set: SetCookie<'_>, peer: &Peer<'_>) -> Option<Cookie> {
    let domain = match set.domain {
        Some(domain) if is_public(&domain) && domain == peer.host => None,
        Some(domain) if is_public(&domain) || !domain_matches(&peer.host, &domain) => return None,
        domain => domain,
    };
    if set.is_secure && !peer.is_secure {
        return None;
    }
    let begins = |prefix: &str| {
        set.name.get(..prefix.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(prefix))
    };
    let is_of_host = set.is_secure && domain.is_none() && set.path == Some("/");
    if begins("__Secure-") && !set.is_secure || begins("__Host-") && !is_of_host {
        return None;
    }
    Some(Cookie {
        name: set.name.to_owned(),
        value: set.value.to_owned(),
        is_for_all: domain.is_some(),
        domain: domain.unwrap_or_else(|| peer.host.clone()),
        path: set.path.unwrap_or_else(|| peer.default_path()).to_owned(),
        is_secure: set.is_secure,
        expires: set.expires,
        used: 0,
    })
}
