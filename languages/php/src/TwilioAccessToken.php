<?php

declare(strict_types=1);

/**
 * Twilio access tokens: minted, verified, inspected; and webhooks validated, by the C library libtwilio_access_token.
 *
 *     $signer = new Signer($accountSid, $apiKeySid, $apiKeySecret);
 *     $signer->sign('alice', ['video' => ['room' => 'daily']]);
 *
 * The library is looked for as the system does it, or is the file that TWILIO_ACCESS_TOKEN_LIBRARY names. Times are seconds since
 * 1970, now unless they are given. Nothing of what is given is in the trace of an exception: people mix up secrets and other texts.
 */

namespace TwilioAccessToken;

use FFI;
use FFI\CData;
use InvalidArgumentException;
use LogicException;
use RuntimeException;
use SensitiveParameter;

/** An error with a stable code. The message ends with the hint, and never shows a secret. */
final class TokenException extends RuntimeException
{
    /**
     * @param string $errorCode The reason, for a program: a stable name in kebab-case. PHP's own `getCode` is a number, and 0.
     * @param string $hint What to do about it, a sentence.
     */
    public function __construct(public readonly string $errorCode, string $message, public readonly string $hint)
    {
        parent::__construct("$message. $hint");
    }
}

/** @internal The C interface, as twilio_access_token.h describes it. */
final class Library
{
    private const ABI = 1;
    private const REJECTED = 1;
    private const MISUSE = 2;

    private const HEADER = <<<'C'
        typedef struct tat_signer tat_signer;
        typedef struct tat_verifier tat_verifier;
        typedef struct tat_webhook_key tat_webhook_key;
        typedef struct tat_text { char *data; size_t len; } tat_text;
        uint32_t tat_abi_version(void);
        int32_t tat_signer_new(const char *, size_t, const char *, size_t, const char *, size_t, tat_signer **, tat_text *);
        int32_t tat_signer_sign(const tat_signer *, const char *, size_t, uint64_t, tat_text *);
        int32_t tat_signer_sign_lines(const tat_signer *, const char *, size_t, uint64_t, tat_text *);
        void tat_signer_free(tat_signer *);
        int32_t tat_verifier_new(const char *, size_t, const char *, size_t, const char *, size_t, tat_verifier **, tat_text *);
        int32_t tat_verifier_add_key(tat_verifier *, const char *, size_t, const char *, size_t, const char *, size_t, tat_text *);
        int32_t tat_verifier_set_leeway(tat_verifier *, uint32_t);
        int32_t tat_verifier_verify(const tat_verifier *, const char *, size_t, uint64_t, tat_text *);
        void tat_verifier_free(tat_verifier *);
        int32_t tat_inspect(const char *, size_t, const char *, size_t, const char *, size_t, uint64_t, tat_text *);
        int32_t tat_webhook_key_new(const char *, size_t, const char *, size_t, tat_webhook_key **, tat_text *);
        int32_t tat_webhook_key_sign(const tat_webhook_key *, const char *, size_t, const char *, size_t, tat_text *);
        int32_t tat_webhook_key_validate_form(
            const tat_webhook_key *, const char *, size_t, const char *, size_t, const char *, size_t, tat_text *);
        int32_t tat_webhook_key_validate_body(
            const tat_webhook_key *, const char *, size_t, const char *, size_t, const char *, size_t, tat_text *);
        void tat_webhook_key_free(tat_webhook_key *);
        void tat_text_free(tat_text);
        C;

    private static ?FFI $ffi = null;

    public static function ffi(): FFI
    {
        if (self::$ffi === null) {
            $ffi = FFI::cdef(self::HEADER, getenv('TWILIO_ACCESS_TOKEN_LIBRARY') ?: 'libtwilio_access_token.so.' . self::ABI);
            $abi = $ffi->tat_abi_version();
            if ($abi !== self::ABI) {
                throw new LogicException("the library's interface is $abi, not " . self::ABI);
            }
            self::$ffi = $ffi;
        }
        return self::$ffi;
    }

    /** Calls a function whose last argument is set to a text, and gives that text. A string is handed on as where it is, and its length. */
    public static function call(string $name, #[SensitiveParameter] mixed ...$arguments): string
    {
        $ffi = self::ffi();
        $text = $ffi->new('tat_text');
        $status = $ffi->$name(...$arguments, ...[FFI::addr($text)]);
        $given = $text->data === null ? '' : FFI::string($text->data, $text->len);
        $ffi->tat_text_free($text);
        if ($status !== 0) {
            self::refuse($status, $given);
        }
        return $given;
    }

    /** @return list<mixed> Each text as the library takes it. */
    public static function texts(#[SensitiveParameter] ?string ...$texts): array
    {
        return array_merge(...array_map(static fn (?string $text): array => [$text, strlen($text ?? '')], $texts));
    }

    /** @return array<string, mixed> */
    public static function decode(#[SensitiveParameter] string $json): array
    {
        return json_decode($json, true, 512, JSON_THROW_ON_ERROR);
    }

    public static function encode(#[SensitiveParameter] mixed $value): string
    {
        $json = json_encode($value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
        if ($json === false) {
            throw json_last_error() === JSON_ERROR_UTF8
                ? new TokenException('invalid-utf8', 'a string is not UTF-8', 'Encode it as UTF-8.')
                : new InvalidArgumentException('this cannot be JSON: ' . json_last_error_msg());
        }
        return $json;
    }

    /** The fields of a form: a list of names and values, or an array in the shape of `$_POST`. */
    public static function fields(#[SensitiveParameter] array $fields): string
    {
        return self::encode(array_is_list($fields) ? $fields : self::pairs($fields));
    }

    /** @return list<array{string, string}> The fields of `$_POST`, by the names that they had before PHP made arrays of them. */
    private static function pairs(#[SensitiveParameter] array $fields, #[SensitiveParameter] ?string $array = null): array
    {
        $pairs = [];
        foreach ($fields as $key => $value) {
            $name = match (true) {
                $array === null => (string) $key,
                array_is_list($fields) => "{$array}[]",
                default => "{$array}[$key]",
            };
            $pairs[] = match (true) {
                is_array($value) => self::pairs($value, $name),
                is_string($value), is_int($value), $value === null => [[$name, (string) $value]],
                default => throw new InvalidArgumentException('a field must be a string, an integer, null or an array of these, not ' . get_debug_type($value)),
            };
        }
        return array_merge(...$pairs);
    }

    public static function exception(string $json): TokenException
    {
        ['code' => $code, 'message' => $message, 'hint' => $hint] = self::decode($json);
        return new TokenException($code, $message, $hint);
    }

    private static function refuse(int $status, string $text): never
    {
        $exception = $status === self::REJECTED || $status === self::MISUSE ? self::exception($text) : null;
        throw match (true) {
            $exception === null => new LogicException("the library has failed with status $status"),
            $status === self::REJECTED, $exception->errorCode === 'invalid-utf8' => $exception,
            default => new InvalidArgumentException($exception->getMessage()),
        };
    }
}

/** @internal An object of the library's, freed with the object that has it. */
abstract class Handle
{
    /** Which of the library's kinds it is. */
    protected const KIND = '';

    private ?CData $object;

    protected function __construct(#[SensitiveParameter] ?string ...$texts)
    {
        $this->object = Library::ffi()->new('tat_' . static::KIND . ' *');
        Library::call('tat_' . static::KIND . '_new', ...Library::texts(...$texts), ...[FFI::addr($this->object)]);
    }

    public function __destruct()
    {
        Library::ffi()->{'tat_' . static::KIND . '_free'}($this->object);
    }

    /** @return array<string, mixed> Without what it holds. */
    public function __debugInfo(): array
    {
        return [];
    }

    public function __serialize(): array
    {
        throw new LogicException(static::class . ' holds a secret, and cannot be serialized');
    }

    private function __clone()
    {
    }

    protected function call(string $name, #[SensitiveParameter] mixed ...$arguments): string
    {
        return Library::call('tat_' . static::KIND . "_$name", $this->object, ...$arguments);
    }

    protected function setLeeway(int $seconds): void
    {
        Library::ffi()->tat_verifier_set_leeway($this->object, $seconds);
    }
}

/** An API key, ready to sign. */
final class Signer extends Handle
{
    protected const KIND = 'signer';

    /** The SIDs are `AC` and `SK` with 32 hexadecimal digits each; the secret is what the Twilio Console shows once. */
    public function __construct(
        #[SensitiveParameter] string $accountSid,
        #[SensitiveParameter] string $apiKeySid,
        #[SensitiveParameter] string $apiKeySecret,
    ) {
        parent::__construct($accountSid, $apiKeySid, $apiKeySecret);
    }

    /**
     * A token for an identity of 1 to 256 characters.
     *
     * @param array<string, array<string, mixed>> $grants As a token has them, such as `['video' => ['room' => 'daily']]`.
     * @param int|null $ttl 1 to 86,400 seconds; 3,600 unless given.
     */
    public function sign(
        #[SensitiveParameter] string $identity,
        #[SensitiveParameter] array $grants = [],
        ?int $ttl = null,
        ?int $notBefore = null,
        #[SensitiveParameter] ?string $region = null,
        ?int $now = null,
    ): string {
        return $this->signJson(self::json(compact('identity', 'grants', 'ttl', 'region') + ['not_before' => $notBefore]), $now);
    }

    /** The same for a text of JSON: an object of `identity`, and perhaps `grants`, `ttl`, `not_before` and `region`. */
    public function signJson(#[SensitiveParameter] string $token, ?int $now = null): string
    {
        return $this->call('sign', $token, strlen($token), $now ?? time());
    }

    /**
     * Many tokens in one call.
     *
     * @param iterable<array<string, mixed>> $tokens Each with the fields that `signJson` takes.
     * @return list<string|TokenException> The token of each, or why there is none.
     */
    public function signMany(#[SensitiveParameter] iterable $tokens, ?int $now = null): array
    {
        $results = [];
        $lines = '';
        foreach ($tokens as $token) {
            try {
                $lines .= self::json($token) . "\n";
                $results[] = null;
            } catch (TokenException $exception) {
                $results[] = $exception;
            }
        }
        $answers = explode("\n", $this->call('sign_lines', $lines, strlen($lines), $now ?? time()));
        foreach ($results as &$result) {
            if ($result === null) {
                $answer = array_shift($answers);
                $result = $answer[0] === '{' ? Library::exception($answer) : $answer;
            }
        }
        return $results;
    }

    /** @param array<string, mixed> $token */
    private static function json(#[SensitiveParameter] array $token): string
    {
        // To PHP an empty object is an empty list.
        if (($token['grants']['voice']['outgoing']['params'] ?? null) === []) {
            $token['grants']['voice']['outgoing']['params'] = (object) [];
        }
        $token['grants'] = (object) array_map(static fn (mixed $grant): mixed => $grant === [] ? (object) [] : $grant, $token['grants'] ?? []);
        return Library::encode(array_filter($token, static fn (mixed $value): bool => $value !== null));
    }
}

/** API keys whose tokens are taken. */
final class Verifier extends Handle
{
    protected const KIND = 'verifier';

    /** @param int $leeway By how many seconds clocks may differ, 0 to 4,294,967,295. */
    public function __construct(
        #[SensitiveParameter] string $accountSid,
        #[SensitiveParameter] string $apiKeySid,
        #[SensitiveParameter] string $apiKeySecret,
        int $leeway = 0,
    ) {
        if ($leeway < 0 || $leeway >= 2 ** 32) {
            throw new InvalidArgumentException('the leeway must be 0 to 4,294,967,295 seconds');
        }
        parent::__construct($accountSid, $apiKeySid, $apiKeySecret);
        $this->setLeeway($leeway);
    }

    /** Takes the tokens of a further key as well, while one replaces another. */
    public function addKey(
        #[SensitiveParameter] string $accountSid,
        #[SensitiveParameter] string $apiKeySid,
        #[SensitiveParameter] string $apiKeySecret,
    ): self {
        $this->call('add_key', ...Library::texts($accountSid, $apiKeySid, $apiKeySecret));
        return $this;
    }

    /** @return array<string, mixed> The claims of a token that is valid at that time. */
    public function verify(#[SensitiveParameter] string $token, ?int $now = null): array
    {
        return Library::decode($this->call('verify', $token, strlen($token), $now ?? time()));
    }
}

/** The auth token of an account, or a shared key, ready to validate webhooks. */
final class WebhookKey extends Handle
{
    protected const KIND = 'webhook_key';

    /** @param string|null $settings The request's header X-Twilio-Webhooks-Signature-Settings, if it has one. */
    public function __construct(#[SensitiveParameter] string $secret, #[SensitiveParameter] ?string $settings = null)
    {
        parent::__construct($settings, $secret);
    }

    /**
     * What Twilio would sign a request with, for tests.
     *
     * @param array<mixed> $fields As those of `validateForm`.
     */
    public function sign(#[SensitiveParameter] string $url, #[SensitiveParameter] array $fields = []): string
    {
        return $this->call('sign', ...Library::texts($url, Library::fields($fields)));
    }

    /**
     * Throws unless Twilio sent this form.
     *
     * @param string|null $signature The header X-Twilio-Signature, null if the request has none.
     * @param array<mixed> $fields `$_POST`, or a list of names and values: `[['To', '+1'], ['To', '+2']]`. PHP keeps the last of
     *     several fields with one name in `$_POST`, and replaces spaces and dots in names; for such forms, pass a list.
     */
    public function validateForm(
        #[SensitiveParameter] ?string $signature,
        #[SensitiveParameter] string $url,
        #[SensitiveParameter] array $fields = [],
    ): void {
        $this->call('validate_form', ...Library::texts($signature, $url, Library::fields($fields)));
    }

    /** Throws unless Twilio sent this body, which is no form, byte for byte. */
    public function validateBody(
        #[SensitiveParameter] ?string $signature,
        #[SensitiveParameter] string $url,
        #[SensitiveParameter] string $body,
    ): void {
        $this->call('validate_body', ...Library::texts($signature, $url, $body));
    }
}

/**
 * What Twilio would refuse about a token, whoever made it.
 *
 * @return array<string, mixed> `header`, `payload`, `signature`, and `findings`, each of which has `code`, `twilio_code`, `severity`,
 *     `message` and `hint`.
 */
function inspect(
    #[SensitiveParameter] string $token,
    #[SensitiveParameter] ?string $apiKeySecret = null,
    #[SensitiveParameter] ?string $region = null,
    ?int $now = null,
): array {
    return Library::decode(Library::call('tat_inspect', ...Library::texts($token, $apiKeySecret, $region), ...[$now ?? time()]));
}
