package com.example.twilio.accesstoken.jna;

/** An API key's three texts on their way to the library. */
final class ApiKey {
    /** What is done with them. */
    @FunctionalInterface
    interface Use<T> {
        T of(byte[] account, byte[] key, byte[] secret);
    }

    private ApiKey() {}

    /** Does something with them; the bytes of the secret are wiped then. */
    static <T> T use(String accountSid, String apiKeySid, String apiKeySecret, Use<T> use) {
        byte[] account = CLibrary.utf8(accountSid);
        byte[] key = CLibrary.utf8(apiKeySid);
        byte[] secret = CLibrary.utf8(apiKeySecret);
        try {
            return use.of(account, key, secret);
        } finally {
            CLibrary.wipe(secret);
        }
    }
}
