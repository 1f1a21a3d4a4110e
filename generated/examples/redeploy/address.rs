//! Addresses of servers and proxies on the command line, and what is wrong with them in words that help. No message
//! quotes an address: it may hold a password.

use std::net::Ipv6Addr;

use vcha_client::{BaseUrl, Proxy};

/// Where the server is.
pub(crate) fn server(text: &str) -> Result<BaseUrl, String> {
    let hint = |problem: String| format!("--server: {problem}");
    check(text).map_err(hint)?;
    let form = "give its name or address alone, as in vcenter.example.com or [fd7a::1]:443";
    text.parse().map_err(|error| hint(format!("{error}; {form}")))
}

/// Where the proxy is, and the name of its user. A password has no place on the command line.
pub(crate) fn proxy(text: &str) -> Result<(Proxy, Option<String>), String> {
    let hint = |problem: String| format!("--proxy: {problem}");
    let (scheme, rest) = text.split_once("://").ok_or_else(|| hint("begin it with http://".to_owned()))?;
    let (user, host) = match rest.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, rest),
    };
    let user = user.map(|user| unescaped(user).ok_or_else(|| hint("the user holds a % that is no escape".to_owned())));
    let user = user.transpose()?;
    if user.as_ref().is_some_and(|user| user.contains(':')) {
        let problem = "a password is no argument, since others can read it; write http://USER@HOST:PORT, and see \
                       --proxy-password-file and --proxy-password-env";
        return Err(hint(problem.to_owned()));
    }
    check(host).map_err(hint)?;
    let form = "write it as http://proxy.example.com:3128";
    let proxy = format!("{scheme}://{host}").parse().map_err(|error| hint(format!("{error}; {form}")))?;
    Ok((proxy, user))
}

/// The variable of the environment in which other programs look for a proxy to this server.
pub(crate) fn ignored_proxy(server: &BaseUrl) -> Option<&'static str> {
    let names: &[&'static str] = match server.is_https() {
        true => &["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"],
        false => &["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"],
    };
    names.iter().copied().find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// What people write instead of an address.
fn check(text: &str) -> Result<(), String> {
    if text.contains(char::is_whitespace) {
        return Err("an address holds no blank; give one host name or IP address".to_owned());
    }
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    if authority.contains('%') && authority.contains(':') {
        return Err("an IPv6 address with a zone behind a % belongs to this machine alone; give another one".to_owned());
    }
    if authority.contains('@') || authority.starts_with('[') || authority.matches(':').count() < 2 {
        return Ok(());
    }
    match authority.parse::<Ipv6Addr>() {
        Ok(_) => Err(format!("write an IPv6 address in brackets: [{authority}], and a port behind them")),
        Err(_) => {
            Err("a port is one number behind the host; an IPv6 address is written in brackets, as in [::1]:443"
                .to_owned())
        }
    }
}

/// The text of a part of a URL.
fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        bytes.push(digit()? << 4 | digit()?);
    }
    String::from_utf8(bytes).ok()
}
