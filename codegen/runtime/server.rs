//! The address of a server from its template: a value is judged by where it stands in the URL, so that it fills its place
//! and moves nothing else.

use super::base_url::{BaseUrl, InvalidBaseUrl, check_host_and_port};
use super::operation::encode;

/// A part of a template.
#[derive(Clone, Copy, Debug)]
pub enum ServerPart<'a> {
    /// As it stands.
    Text(&'static str),
    /// What the caller fills in.
    Variable(ServerVariable<'a>),
}

/// A variable of a template, and what the caller gave for it.
#[derive(Clone, Copy, Debug)]
pub struct ServerVariable<'a> {
    /// The name.
    pub name: &'static str,
    /// What the caller gave.
    pub value: &'a str,
    /// What the description gives.
    pub default: &'static str,
    /// What the description allows; empty if that is anything.
    pub choices: &'static [&'static str],
}

/// Where in a URL something stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the beginning of a template that has no `://`: the whole address, or its beginning.
    Address,
    Scheme,
    Host,
    Port,
    /// Behind the host or the port, without what would part it from them: its own `/` or `:` begins it.
    End,
    Path,
}

/// The address that a template gives with its variables filled in.
///
/// # Errors
///
/// [`InvalidBaseUrl`] when a value does not fit its place, is none of those that the description lists, or the whole is
/// no address.
pub fn server_address(parts: &[ServerPart<'_>]) -> Result<BaseUrl, InvalidBaseUrl> {
    let mut url = String::new();
    let has_scheme = parts.iter().any(|part| matches!(part, ServerPart::Text(text) if text.contains("://")));
    let mut place = if has_scheme { Place::Scheme } else { Place::Address };
    for (index, part) in parts.iter().enumerate() {
        match part {
            ServerPart::Text(text) => {
                place = behind(text, place);
                url.push_str(text);
            }
            ServerPart::Variable(variable) => {
                let next = match parts.get(index.saturating_add(1)) {
                    Some(ServerPart::Text(text)) => text,
                    Some(ServerPart::Variable(next)) if next.default.starts_with('/') => "/",
                    Some(ServerPart::Variable(_)) => "{",
                    None => "",
                };
                let before = url.len();
                let at = variable.place(place, url.ends_with(['/', ':']), next);
                variable.fill(&mut url, at, next).map_err(|error| error.of_variable(variable.name))?;
                place = match place {
                    Place::Address => Place::Host,
                    place => behind(url.get(before..).unwrap_or_default(), place),
                };
            }
        }
    }
    url.parse()
}

/// Where the next part stands, if `text` begins at `place`.
fn behind(text: &str, place: Place) -> Place {
    let (mut place, mut rest) = (place, text);
    if place == Place::Scheme {
        let Some((_, authority)) = text.split_once("://") else { return place };
        (place, rest) = (Place::Host, authority);
    }
    if place == Place::Address && !text.is_empty() {
        place = Place::Host;
    }
    let mut in_brackets = false;
    for letter in rest.chars() {
        match (place, letter) {
            (Place::Host | Place::Port, '/') => place = Place::Path,
            (Place::Host, ':') if !in_brackets => place = Place::Port,
            (Place::Host, '[') => in_brackets = true,
            (Place::Host, ']') => in_brackets = false,
            _ => {}
        }
    }
    place
}

impl ServerVariable<'_> {
    /// Where the variable stands. Nothing parts `{base}` from the host in `https://vc{base}`: there the default tells that
    /// it is no part of the name.
    fn place(&self, place: Place, is_first: bool, next: &str) -> Place {
        let is_behind = !is_first && matches!(place, Place::Host | Place::Port);
        let is_end = self.default.starts_with(['/', ':']) || self.default.is_empty() && ends_authority(next);
        if is_behind && is_end { Place::End } else { place }
    }

    /// Adds the value to `url`, if it can be nothing but what belongs at `place`; `next` is what comes behind it.
    fn fill(&self, url: &mut String, place: Place, next: &str) -> Result<(), InvalidBaseUrl> {
        let Self { value, default, choices, .. } = *self;
        let is_ours = choices.contains(&value) || value == default;
        if !choices.is_empty() && !is_ours {
            return Err(InvalidBaseUrl::one_of(choices));
        }
        // The description may leave a part empty, or make it of several segments: it wrote the whole.
        if is_ours && place != Place::Address {
            url.push_str(value);
            return Ok(());
        }
        if value.is_empty() {
            return Err(InvalidBaseUrl::new("is empty"));
        }
        match place {
            Place::Address => {
                let address: BaseUrl = value.parse()?;
                let authority = address.as_str().split_once("://").map(|(_, authority)| authority);
                if !ends_authority(next) && authority.is_some_and(|authority| authority.contains('/')) {
                    return Err(InvalidBaseUrl::new("has a path, which does not belong in the middle of an address"));
                }
                url.push_str(address.as_str());
                return Ok(());
            }
            Place::Scheme if value.eq_ignore_ascii_case("https") || value.eq_ignore_ascii_case("http") => {}
            Place::Scheme => return Err(InvalidBaseUrl::new("must be https or http")),
            Place::Host => check_host(value, url.ends_with("://"), next)?,
            Place::Port if value.bytes().all(|byte| byte.is_ascii_digit()) => {}
            Place::Port => return Err(InvalidBaseUrl::new("must be a number from 1 to 65535")),
            Place::End if default.starts_with(':') => {
                let port = value.strip_prefix(':').unwrap_or_default();
                if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(InvalidBaseUrl::new("must be a colon and a number from 1 to 65535"));
                }
            }
            Place::End => {
                let segment = value.strip_prefix('/').filter(|segment| !matches!(*segment, "." | ".."));
                let segment = segment.ok_or(InvalidBaseUrl::new("must be a path that begins with a slash"))?;
                url.push('/');
                encode(url, segment);
                return Ok(());
            }
            Place::Path if value == "." || value == ".." => {
                return Err(InvalidBaseUrl::new("would lead to another path"));
            }
            Place::Path => {
                encode(url, value);
                return Ok(());
            }
        }
        url.push_str(value);
        Ok(())
    }
}

/// A part of a name. If it is the whole host, it may be an address in brackets, and if nothing of the authority comes
/// behind it, it may end in a port.
fn check_host(value: &str, is_first: bool, next: &str) -> Result<(), InvalidBaseUrl> {
    if is_first && (ends_authority(next) || next.starts_with(':')) {
        let end = if value.starts_with('[') { value.find(']').map(|at| at + 1) } else { value.find(':') };
        let (host, port) = value.split_at_checked(end.unwrap_or(value.len())).unwrap_or((value, ""));
        let fits = port.is_empty() || port.starts_with(':') && ends_authority(next);
        if !fits {
            return Err(InvalidBaseUrl::new("must be a host name or an IP address"));
        }
        return check_host_and_port(host, value).map_err(InvalidBaseUrl::new);
    }
    let is_name = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
    if !is_name || value.starts_with('.') || value.ends_with('.') || value.contains("..") {
        return Err(InvalidBaseUrl::new("must be a part of a host name"));
    }
    Ok(())
}

/// Whether host and port are over where `text` begins.
fn ends_authority(text: &str) -> bool {
    text.is_empty() || text.starts_with('/')
}
