//! Thumbprints as text, and the error for a certificate that is not trusted.

use crate::rt::{Thumbprint, TransportError, TransportErrorKind, Untrusted};

const SHA1: &str = "DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09";
const SHA256: &str = "E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55";

#[test]
fn a_thumbprint_is_read_in_every_usual_form_and_written_in_one() {
    for text in [SHA1, SHA256] {
        let wanted: Thumbprint = text.parse().unwrap();
        let bare = text.replace(':', "");
        for form in [text.to_lowercase(), bare.to_lowercase(), bare, format!("  {text}\n")] {
            assert_eq!(form.parse(), Ok(wanted), "{form}");
        }
        assert_eq!(wanted.to_string(), text);
        assert_eq!(format!("{wanted:?}"), format!("Thumbprint({text})"));
    }
    assert_eq!(SHA1.parse::<Thumbprint>().unwrap().as_bytes().len(), 20);
    assert_eq!(SHA256.parse::<Thumbprint>().unwrap().as_bytes()[..2], [0xE3, 0xB0]);
}

#[test]
fn what_tools_write_around_a_thumbprint_is_taken() {
    for (name, text) in [("SHA1", SHA1), ("sha256", SHA256), ("SHA-256", SHA256)] {
        let known: Thumbprint = text.parse().unwrap();
        assert_eq!(format!("{name} Fingerprint={text}\n").parse(), Ok(known));
        assert_eq!(text.replace(':', " ").parse(), Ok(known));
        assert_eq!(format!(" {text} ").to_lowercase().parse(), Ok(known));
    }
}

#[test]
fn other_texts_are_refused_without_being_quoted() {
    let (pairs, lengths) = ("pairs of hexadecimal digits", "SHA-1 has 40 and SHA-256 has 64");
    let half_separated = SHA1.replacen(':', "", 1);
    let one_digit = SHA1.replacen("DA", "D", 1);
    let no_digit = SHA1.replacen("DA", "DG", 1);
    let not_ascii = SHA1.replacen("DA", "é", 1);
    let signed = SHA1.replacen("DA", "+A", 1);
    let mixed = SHA1.replacen(':', " ", 1);
    let (another, foreign) = (format!("SHA256 Fingerprint={SHA1}"), format!("MD5 Fingerprint={SHA1}"));
    let odd = SHA1.replace(':', "") + "0";
    let doubled = SHA1.replacen(':', "::", 1);
    let trailing = format!("{SHA1}:");
    for (text, said) in [
        ("", lengths),
        ("DA", lengths),
        ("DA:39", lengths),
        (&SHA256[3..], lengths),
        (&half_separated, pairs),
        (&one_digit, pairs),
        (&no_digit, pairs),
        (&not_ascii, pairs),
        (&signed, pairs),
        (&mixed, pairs),
        (&another, "the digest whose name stands in front"),
        (&foreign, pairs),
        ("canary=hunter2", pairs),
        (&SHA256[3..], "it has 62 digits"),
        (&odd, pairs),
        (&doubled, pairs),
        (&trailing, pairs),
    ] {
        let refused = text.parse::<Thumbprint>().unwrap_err().to_string();
        assert!(refused.starts_with("not a thumbprint: ") && refused.contains(said), "{text}: {refused}");
    }
}

#[test]
fn sha_1_and_sha_256_are_never_equal() {
    let (short, long) = (Thumbprint::sha1([0; 20]), Thumbprint::sha256([0; 32]));
    assert_ne!(short, long);
    assert_eq!(short, Thumbprint::sha1([0; 20]));
}

#[test]
fn an_untrusted_certificate_comes_as_data_and_as_a_sentence() {
    let (sha256, sha1) = (SHA256.parse().unwrap(), SHA1.parse().unwrap());
    let error = TransportError::from(Untrusted::new("192.0.2.1", sha256, sha1, "its issuer is not known"));
    assert_eq!((error.kind(), error.is_not_sent()), (TransportErrorKind::Untrusted, true));
    let presented = error.untrusted().unwrap();
    assert_eq!((presented.server(), presented.sha256(), presented.sha1()), ("192.0.2.1", sha256, sha1));
    let said = format!(
        "the server did not prove who it is; nothing was sent: the certificate of 192.0.2.1 is not trusted, because \
         its issuer is not known; its SHA-256 thumbprint is {SHA256}"
    );
    assert_eq!(error.to_string(), said);
    assert!(std::error::Error::source(&error).is_none());
}

#[test]
fn other_errors_have_no_certificate() {
    for kind in [TransportErrorKind::Connect, TransportErrorKind::Untrusted, TransportErrorKind::Other] {
        assert!(TransportError::new(kind, "expired").untrusted().is_none());
    }
}
