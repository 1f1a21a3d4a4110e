//! A small seeded generator: everything that looks random in the stand-in, except keys, comes from here.
//! No clock, no operating system and nothing cryptographic belongs here.

/// SplitMix64. The same seed gives the same numbers on every machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SplitMix64(u64);

impl SplitMix64 {
    /// A generator that starts at `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A generator of its own for one purpose, so that one purpose never shifts the numbers of another.
    pub(crate) fn stream(seed: u64, purpose: u64) -> Self {
        let mut mixed = Self::new(seed ^ purpose.wrapping_mul(0xD134_2543_DE82_EF95));
        Self::new(mixed.next_u64())
    }

    /// The next 64 bits.
    pub(crate) fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`; 0 if `limit` is 0.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next_u64().checked_rem(limit).unwrap_or(0)
    }

    /// `count` bytes.
    pub(crate) fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next_u64().to_be_bytes()[0]).collect()
    }

    /// `count` bytes as lower-case hex.
    pub(crate) fn hex(&mut self, count: usize) -> String {
        self.bytes(count).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Text in the form of a UUID: 8-4-4-4-12.
    pub(crate) fn uuid(&mut self) -> String {
        [4, 2, 2, 2, 6].map(|count| self.hex(count)).join("-")
    }
}

/// Bytes as a thumbprint is written: upper-case hex pairs with colons between.
pub(crate) fn thumbprint(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::{SplitMix64, thumbprint};

    #[test]
    fn gives_the_published_numbers_for_seed_1234567() {
        let mut numbers = SplitMix64::new(1_234_567);
        let got: Vec<u64> = (0..3).map(|_| numbers.next_u64()).collect();
        assert_eq!(got, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn streams_differ_by_purpose_and_by_seed() {
        assert_ne!(SplitMix64::stream(1, 1).uuid(), SplitMix64::stream(1, 2).uuid());
        assert_ne!(SplitMix64::stream(1, 1).uuid(), SplitMix64::stream(2, 1).uuid());
    }

    #[test]
    fn thumbprints_are_upper_case_pairs_with_colons() {
        assert_eq!(thumbprint(&[0x0a, 0xff, 0x00]), "0A:FF:00");
    }
}
