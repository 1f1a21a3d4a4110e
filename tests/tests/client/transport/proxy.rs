//! Through a proxy: what it sees, what it must not see, and how its failures are reported.

use std::io::{BufRead, BufReader, Read, Write, copy};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use vcha_client::{Proxy, Secret, Settings, TransportErrorKind};
use vcha_tests::certificates::{Identity, Kind};
use vcha_tests::loopback::{self, Loopback};

use super::{empty, get, in_a_child, is_child, pinning, secure, trusting};

/// What the proxy does with a request.
#[derive(Clone, Copy)]
enum Does {
    /// Opens a tunnel to this host, whatever it was asked for.
    Tunnel(SocketAddr),
    /// Answers by itself.
    Answers(&'static str),
}

/// A proxy that notes the head of every request.
struct TestProxy {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl TestProxy {
    fn new(does: Does) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&heads);
        // It ends with the process.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let noted = Arc::clone(&noted);
                thread::spawn(move || serve(stream.unwrap(), does, &noted));
            }
        });
        Self { address, heads }
    }

    fn to(server: &Loopback) -> Self {
        Self::new(Does::Tunnel(server.authority().parse().unwrap()))
    }

    fn proxy(&self) -> Proxy {
        format!("http://{}", self.address).parse().unwrap()
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

fn serve(stream: TcpStream, does: Does, noted: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap() > 0 {}
    noted.lock().unwrap().push(head);
    let mut stream = stream;
    match does {
        Does::Answers(answer) => stream.write_all(answer.as_bytes()).unwrap(),
        Does::Tunnel(to) => {
            let server = TcpStream::connect(to).unwrap();
            stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
            let (mut up, mut down) = (server.try_clone().unwrap(), stream.try_clone().unwrap());
            thread::spawn(move || drop(copy(&mut reader, &mut up).map(|_| up.shutdown(std::net::Shutdown::Write))));
            drop(copy(&mut &server, &mut down).map(|_| down.shutdown(std::net::Shutdown::Write)));
        }
    }
}

#[test]
fn a_tunnel_shows_the_proxy_nothing_but_the_host() {
    let (server, identity) = secure(Kind::Issued, vec![empty()]);
    let proxy = TestProxy::to(&server);
    let url = format!("{}/rest/nothing", server.url());
    assert_eq!(get(&trusting(&identity).proxy(proxy.proxy()), &url).unwrap(), 204);
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1);
    assert!(heads[0].starts_with(&format!("CONNECT {} HTTP/1.1\r\n", server.authority())), "{heads:?}");
    assert!(!heads[0].to_lowercase().contains("authorization") && !heads[0].contains("/rest"), "{heads:?}");
    assert_eq!(server.finish()[0].request_line(), "GET /rest/nothing HTTP/1.1");
}

#[test]
fn credentials_reach_the_proxy_and_nobody_else() {
    let (server, identity) = secure(Kind::Issued, vec![empty(), empty()]);
    let proxy = TestProxy::to(&server);
    let by_hand = proxy.proxy().credentials("us:er@x", &Secret::new("pä/s#s %41"));
    let by_url: Proxy = format!("http://us%3Aer%40x:p%C3%A4%2Fs%23s%20%2541@{}", proxy.address).parse().unwrap();
    for with in [by_hand, by_url] {
        assert_eq!(get(&trusting(&identity).proxy(with), &server.url()).unwrap(), 204);
    }
    let heads = proxy.heads();
    assert_eq!(heads.len(), 2);
    for head in heads {
        // printf %s 'us:er@x:pä/s#s %41' | base64
        assert!(head.to_lowercase().contains("proxy-authorization: basic "), "{head}");
        assert!(head.contains("dXM6ZXJAeDpww6QvcyNzICU0MQ=="), "{head}");
    }
    assert!(server.finish().iter().all(|request| !request.head.to_lowercase().contains("authorization")));
}

#[test]
fn plain_http_goes_to_the_proxy_as_a_whole() {
    let proxy = TestProxy::new(Does::Answers("HTTP/1.1 299 Odd\r\ncontent-length: 0\r\n\r\n"));
    let settings = Settings::default().proxy(proxy.proxy());
    assert_eq!(get(&settings, "http://vcenter.example.test/rest/nothing").unwrap(), 299);
    assert!(proxy.heads()[0].starts_with("GET http://vcenter.example.test/rest/nothing HTTP/1.1\r\n"));
}

#[test]
fn a_certificate_for_another_name_is_refused_but_can_be_pinned() {
    let (server, identity) = secure(Kind::Issued, vec![empty()]);
    let proxy = TestProxy::to(&server);
    let settings = trusting(&identity).proxy(proxy.proxy());
    let url = "https://vcenter.example.test";
    let error = get(&settings, url).unwrap_err();
    let presented = error.untrusted().unwrap();
    assert_eq!((presented.server(), presented.reason()), ("vcenter.example.test", "it is for other names"));
    assert_eq!(presented.sha256().to_string(), identity.sha256());
    assert_eq!(get(&settings.pin(&url.parse().unwrap(), presented.sha256()), url).unwrap(), 204);
    assert_eq!(server.finish().len(), 1);
}

#[test]
fn a_proxy_that_refuses_is_reported_and_nothing_was_sent() {
    let cases = [
        ("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n", "proxy authorization required"),
        ("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n", "tunnel error: unsuccessful"),
        ("", "tunnel error: unexpected end of file"),
        ("SSH-2.0-canary\r\n", "tunnel error: unsuccessful"),
    ];
    for (answer, said) in cases {
        let proxy = TestProxy::new(Does::Answers(answer));
        let with = proxy.proxy().credentials("canary-user", &Secret::new("canary-password"));
        let error = get(&Settings::default().proxy(with), "https://vcenter.example.test/").unwrap_err();
        assert_eq!((error.kind(), error.is_not_sent()), (TransportErrorKind::Connect, true));
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(said) && !shown.contains("canary"), "{shown}");
    }
}

#[test]
fn a_proxy_that_is_not_there_is_reported() {
    let proxy: Proxy = loopback::nobody().replace("//", "//canary:canary@").parse().unwrap();
    let error = get(&Settings::default().proxy(proxy), "https://vcenter.example.test/").unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert!(!format!("{error} {error:?}").contains("canary"));
}

#[test]
fn an_untrusted_proxy_is_named_as_such() {
    let (server, _) = secure(Kind::SelfSigned, Vec::new());
    let proxy: Proxy = server.url().replace("127.0.0.1", "localhost").parse().unwrap();
    let error = get(&Settings::default().proxy(proxy), "https://vcenter.example.test/").unwrap_err();
    assert_eq!(error.untrusted().unwrap().server(), "localhost");
    assert_eq!(server.finish(), []);
}

/// A proxy over TLS that opens no tunnel: it answers CONNECT and then shakes hands as if it were the server behind it. It
/// counts the bytes of requests that it gets to read.
struct Impostor {
    address: SocketAddr,
    read: Arc<AtomicUsize>,
    tunnels: Arc<AtomicUsize>,
}

impl Impostor {
    fn new(identity: &Identity) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (read, tunnels) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (counted, opened, config) = (Arc::clone(&read), Arc::clone(&tunnels), identity.config());
        // It ends with the process.
        thread::spawn(move || {
            for stream in listener.incoming() {
                // A client that refuses the certificate ends either handshake.
                drop(pretend(stream.unwrap(), &config, &opened, &counted));
            }
        });
        Self { address, read, tunnels }
    }

    fn proxy(&self, host: &str) -> Proxy {
        format!("https://{host}:{}", self.address.port()).parse().unwrap()
    }

    /// How many tunnels were opened, and how many bytes came through them.
    fn seen(&self) -> (usize, usize) {
        (self.tunnels.load(Ordering::SeqCst), self.read.load(Ordering::SeqCst))
    }
}

fn pretend(
    stream: TcpStream,
    config: &Arc<ServerConfig>,
    opened: &AtomicUsize,
    counted: &AtomicUsize,
) -> std::io::Result<()> {
    let tls = || ServerConnection::new(Arc::clone(config)).map_err(std::io::Error::other);
    let mut outer = StreamOwned::new(tls()?, stream);
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        outer.read_exact(&mut byte)?;
        head.extend(byte);
    }
    assert!(head.starts_with(b"CONNECT "), "{}", String::from_utf8_lossy(&head));
    opened.fetch_add(1, Ordering::SeqCst);
    outer.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let mut inner = StreamOwned::new(tls()?, outer);
    counted.fetch_add(inner.read(&mut [0; 4096])?, Ordering::SeqCst);
    inner.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
}

#[test]
fn the_pin_of_a_proxy_does_not_count_for_the_server_behind_it() {
    let identity = Identity::new(Kind::SelfSigned);
    let impostor = Impostor::new(&identity);
    let proxy = impostor.proxy("localhost").pin(identity.sha256().parse().unwrap());
    let url = "https://vcenter.example.test/rest/nothing";
    let another = pinning("https://vcenter.example.test", &Identity::new(Kind::SelfSigned).sha256());
    for (tunnels, settings) in [(1, Settings::default()), (2, another)] {
        let error = get(&settings.proxy(proxy.clone()), url).unwrap_err();
        let presented = error.untrusted().unwrap_or_else(|| panic!("{error}"));
        assert_eq!((presented.server(), presented.is_proxy()), ("vcenter.example.test", false));
        assert_eq!(presented.sha256().to_string(), identity.sha256());
        assert_eq!(impostor.seen(), (tunnels, 0), "a tunnel, and not a byte of the request");
    }
    // The test means something only if the impostor reads a request when the client lets it.
    let fooled = pinning("https://vcenter.example.test", &identity.sha256()).proxy(proxy);
    assert_eq!(get(&fooled, url).unwrap(), 204);
    assert!(impostor.seen().1 > 0);
}

#[test]
fn the_pin_of_a_server_does_not_count_for_the_proxy() {
    let identity = Identity::new(Kind::SelfSigned);
    let impostor = Impostor::new(&identity);
    let settings = pinning("https://vcenter.example.test", &identity.sha256()).proxy(impostor.proxy("localhost"));
    let error = get(&settings, "https://vcenter.example.test/").unwrap_err();
    let presented = error.untrusted().unwrap_or_else(|| panic!("{error}"));
    assert_eq!((presented.server(), presented.is_proxy()), ("localhost", true));
    assert!(presented.to_string().starts_with("the certificate of the proxy localhost is not trusted"), "{presented}");
    assert!(!presented.reason().contains("pinned"), "{presented}");
    assert_eq!(impostor.seen(), (0, 0));
}

#[test]
fn a_server_of_the_name_of_its_pinned_proxy_is_refused() {
    let identity = Identity::new(Kind::SelfSigned);
    let impostor = Impostor::new(&identity);
    let pin = || identity.sha256().parse().unwrap();
    for (proxy, server) in [("localhost", "https://LOCALHOST"), ("127.0.0.1", "https://0x7f.1:8443")] {
        let proxy = impostor.proxy(proxy);
        for settings in [
            Settings::default().proxy(proxy.clone().pin(pin())),
            pinning(server, &identity.sha256()).proxy(proxy.clone()),
            pinning(server, &identity.sha256()).proxy(proxy.clone().pin(pin())),
        ] {
            let error = get(&settings, server).unwrap_err();
            assert_eq!((error.kind(), error.is_not_sent()), (TransportErrorKind::Connect, true));
            assert!(error.to_string().contains("cannot tell their certificates apart"), "{error}");
        }
    }
    assert_eq!(impostor.seen(), (0, 0));
}

#[test]
fn the_environment_names_no_proxy() {
    let dead = loopback::nobody();
    let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"];
    in_a_child("proxy::child_with_a_proxy_in_its_environment", &names.map(|name| (name, dead.as_str())));
}

#[test]
#[ignore = "run by the test above, in a process of its own"]
fn child_with_a_proxy_in_its_environment() {
    if !is_child() {
        return;
    }
    let (server, identity) = secure(Kind::Issued, vec![empty()]);
    assert_eq!(get(&trusting(&identity), &server.url()).unwrap(), 204);
}

#[test]
fn an_address_that_is_no_proxy_is_refused_without_being_quoted() {
    for (text, said) in [
        ("", "URI"),
        ("proxy.example.com:3128", "http"),
        ("socks5://canary@proxy.example.com", "http"),
        ("http://canary:canary@proxy.example.com/path", "path"),
        ("http://proxy.example.com?canary", "path"),
        ("http://canary@:3128", "host"),
        ("http://canary:canary@proxy.example.com:99999", "port"),
        ("http://canary:canary@proxy.example.com:", "port"),
        ("http://canary:canary@proxy!.example.com", "host"),
        ("http://canary:1#canary@proxy.example.com", "fragment"),
        ("http://canary:1/canary@proxy.example.com", "path"),
        ("http://canary:1?canary@proxy.example.com", "path"),
        ("http://can ary@proxy.example.com", "URI"),
    ] {
        let error = text.parse::<Proxy>().unwrap_err().to_string();
        assert!(error.contains(said) && !error.contains("canary"), "{text}: {error}");
    }
}

#[test]
fn no_credential_shows() {
    let proxy: Proxy = "http://canary-user:canary-password@proxy.example.com:3128".parse().unwrap();
    let shown = format!("{proxy} {proxy:?} {:?}", Settings::default().proxy(proxy.clone()));
    assert!(shown.contains("proxy.example.com:3128") && !shown.contains("canary"), "{shown}");
}
