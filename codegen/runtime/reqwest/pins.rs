//! Whose pin it is: a certificate is pinned for one server or for the proxy, never for whoever shows it.

use ::reqwest::Url;

use super::{BaseUrl, Proxy, Settings, Thumbprint, TransportError, TransportErrorKind};

/// The host and the port of a server, in the form in which connections are made to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    host: String,
    port: u16,
}

impl Origin {
    /// Where requests to `url` go; `None` for a URL without a host or a port.
    pub(super) fn of(url: &Url) -> Option<Self> {
        Some(Self { host: canonical(url.host_str()?), port: url.port_or_known_default()? })
    }

    fn of_server(server: &BaseUrl) -> Result<Self, TransportError> {
        let parsed = Url::parse(server.as_str()).ok();
        parsed.as_ref().and_then(Self::of).ok_or_else(|| {
            let cause = format!("a certificate is pinned for {server}, which is no address of a server");
            TransportError::new(TransportErrorKind::Connect, cause)
        })
    }
}

/// A name as rustls gives it to the judge: without brackets, in lower case; with or without a dot at its end it is the same
/// host.
fn canonical(host: &str) -> String {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    bare.strip_suffix('.').unwrap_or(bare).to_ascii_lowercase()
}

/// The pins of one connection: those of the server that it leads to, and those of the proxy on the way.
///
/// The judge of certificates learns a name and no port, so each pinned server has a connection pool with pins of its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Pins {
    server: Option<(String, Vec<Thumbprint>)>,
    proxy: Option<(String, Vec<Thumbprint>)>,
}

/// Who shows a certificate, and which ones are pinned for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'a> {
    pub(super) by_proxy: bool,
    pub(super) pins: &'a [Thumbprint],
}

impl Pins {
    /// Those of the proxy alone: for servers without a pin.
    pub(super) fn of_proxy(proxy: Option<&Proxy>) -> Result<Self, TransportError> {
        let Some(proxy) = proxy.filter(|proxy| proxy.is_https()) else { return Ok(Self::default()) };
        let url = Url::parse(&proxy.to_string()).ok();
        let host = url.as_ref().and_then(Url::host_str).ok_or_else(|| {
            TransportError::new(TransportErrorKind::Connect, format!("{proxy} is no address of a proxy"))
        })?;
        Ok(Self { server: None, proxy: Some((canonical(host), proxy.pins.clone())) })
    }

    /// Whether nothing is pinned and no proxy is on the way that shows a certificate.
    pub(super) fn is_empty(&self) -> bool {
        self.server.is_none() && self.proxy.is_none()
    }

    /// Each pinned server, with its pins and those of the proxy.
    pub(super) fn of_servers(&self, settings: &Settings) -> Result<Vec<(Origin, Self)>, TransportError> {
        let mut all: Vec<(Origin, Self)> = Vec::new();
        for (server, thumbprint) in &settings.pins {
            let origin = Origin::of_server(server)?;
            let known = all.iter_mut().find(|(known, _)| *known == origin);
            match known.and_then(|(_, pins)| pins.server.as_mut()) {
                Some((_, pins)) => pins.push(*thumbprint),
                None => {
                    let server = Some((origin.host.clone(), vec![*thumbprint]));
                    all.push((origin, Self { server, proxy: self.proxy.clone() }));
                }
            }
        }
        Ok(all)
    }

    /// Whose certificate it is that `name` shows.
    pub(super) fn shown_by(&self, name: &str) -> Shown<'_> {
        let name = canonical(name);
        if let Some((_, pins)) = self.proxy.as_ref().filter(|(host, _)| *host == name) {
            return Shown { by_proxy: true, pins };
        }
        let server = self.server.as_ref().filter(|(host, _)| *host == name);
        Shown { by_proxy: false, pins: server.map_or(&[], |(_, pins)| pins) }
    }

    /// Refuses a connection through the proxy to a server of the proxy's name, if one of them is pinned: its pin would
    /// count for the other as well.
    pub(super) fn tell_apart(&self, server: &Origin) -> Result<(), TransportError> {
        let Some((proxy, pins)) = self.proxy.as_ref().filter(|(host, _)| *host == server.host) else { return Ok(()) };
        if pins.is_empty() && self.server.is_none() {
            return Ok(());
        }
        let cause = format!(
            "the server and the proxy are both called {proxy}, so that a pin cannot tell their certificates apart; give one \
             of them by another name or by its IP address"
        );
        Err(TransportError::new(TransportErrorKind::Connect, cause))
    }
}
