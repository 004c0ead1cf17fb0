<?php

declare(strict_types=1);

// Runs the tests, each a closure that throws if it fails, and says how many there were.
require __DIR__ . '/../src/TwilioAccessToken.php';

use TwilioAccessToken\Signer;
use TwilioAccessToken\TokenException;
use TwilioAccessToken\Verifier;
use TwilioAccessToken\WebhookKey;

use function TwilioAccessToken\inspect;

// As where no php.ini says otherwise: traces have the arguments, and show their first 15 characters.
ini_set('zend.exception_ignore_args', '0');
ini_set('zend.exception_string_param_max_len', '15');

const NOW = 1_700_000_000;
const MARKED = 'MarkedSecret0123456789MarkedSecr';
const EXAMPLE = __DIR__ . '/../examples/mint.php';

$cases = json_decode(file_get_contents(__DIR__ . '/../../../tests/vectors/embeddings.json'), true, 512, JSON_THROW_ON_ERROR)['cases'];
$first = current(array_filter($cases, static fn (array $case): bool => $case['call'] === 'sign'));
$key = keyOf($first);

function keyOf(array $case): array
{
    return [$case['account_sid'], $case['api_key_sid'], $case['api_key_secret']];
}

function same(mixed $expected, mixed $found, string $what = ''): void
{
    if ($expected !== $found) {
        throw new LogicException("$what: expected " . var_export($expected, true) . ', found ' . var_export($found, true));
    }
}

/** The code of what a closure throws. */
function refusal(callable $call): string
{
    try {
        $call();
    } catch (TokenException $exception) {
        return $exception->errorCode;
    }
    throw new LogicException('nothing was refused');
}

function thrown(string $class, callable $call): Throwable
{
    try {
        $call();
    } catch (Throwable $throwable) {
        same(true, $throwable instanceof $class, $throwable::class);
        return $throwable;
    }
    throw new LogicException("no $class was thrown");
}

/** That a text, or an exception with its trace and the arguments of what is not these tests', shows nothing of the marked secret. */
function unmarked(string|Throwable $shown): void
{
    $frames = $shown instanceof Throwable ? $shown->getTrace() : [];
    $theirs = static fn (array $frame): bool => str_starts_with(($frame['class'] ?? '') . $frame['function'], 'TwilioAccessToken');
    $text = $shown . print_r(array_filter($frames, $theirs), true);
    if (str_contains($text, 'MarkedSecret')) {
        throw new LogicException("the secret is shown: $text");
    }
}

$calls = [
    'sign' => static fn (array $case): string => (new Signer(...keyOf($case)))->signJson($case['token'], $case['now']),
    'verify' => static function (array $case): string {
        $claims = (new Verifier(...keyOf($case), leeway: $case['leeway']))->verify($case['token'], $case['now']);
        same(json_decode($case['result'], true), $claims);
        return $case['result'];
    },
    'inspect' => static function (array $case): array {
        $report = inspect($case['token'], $case['api_key_secret'], $case['region'], $case['now']);
        unmarked(print_r($report, true));
        $finding = static fn (array $finding): array => [$finding['code'], $finding['twilio_code'], $finding['severity']];
        return ['signature' => $report['signature'], 'findings' => array_map($finding, $report['findings'])];
    },
    'webhook' => static function (array $case): null {
        $key = new WebhookKey($case['secret'], $case['settings']);
        isset($case['body'])
            ? $key->validateBody($case['signature'], $case['url'], $case['body'])
            : $key->validateForm($case['signature'], $case['url'], $case['fields']);
        return null;
    },
];

$tests = [];
foreach ($cases as $case) {
    $tests[$case['name']] = static function () use ($calls, $case): void {
        try {
            $found = [null, $calls[$case['call']]($case)];
        } catch (TokenException $exception) {
            unmarked($exception);
            same('.', substr($exception->hint, -1));
            same(true, str_ends_with($exception->getMessage(), ". $exception->hint"), $exception->getMessage());
            $found = [$exception->errorCode, null];
        }
        same([$case['error'] ?? null, $case['result'] ?? null], $found);
    };
}
same(true, count($tests) > 290, 'all shared cases');

$tests += [
    'typed arguments make the token that JSON makes' => static function () use ($key): void {
        $signer = new Signer(...$key);
        $json = '{"identity":"zoë/\"","grants":{"video":{},"voice":{"incoming":{"allow":true}}},"ttl":900,"region":"ie1","not_before":5}';
        $grants = ['video' => [], 'voice' => ['incoming' => ['allow' => true]]];
        same($signer->signJson($json, NOW), $signer->sign('zoë/"', $grants, ttl: 900, notBefore: 5, region: 'ie1', now: NOW));
    },
    'many tokens, and those that are refused' => static function () use ($key): void {
        [$token, $refused] = (new Signer(...$key))->signMany([['identity' => 'alice'], ['identity' => '']], NOW);
        same((new Signer(...$key))->sign('alice', now: NOW), $token);
        same('empty-identity', $refused->errorCode);
        same('.', substr($refused->hint, -1));
        same([], (new Signer(...$key))->signMany([]));
    },
    'another key, and clocks that differ' => static function () use ($key): void {
        $token = (new Signer(...$key))->sign('alice', now: NOW);
        $others = new Verifier($key[0], 'SK' . str_repeat('0', 32), 'another', leeway: 60);
        same('signature-mismatch', refusal(static fn () => $others->verify($token, NOW)));
        same(NOW + 3600, $others->addKey(...$key)->verify($token, NOW + 3659)['exp']);
        same('expired', refusal(static fn () => $others->verify($token, NOW + 3660)));
    },
    'wrong input' => static function () use ($key): void {
        same('sids-swapped', refusal(static fn () => new Signer($key[1], $key[0], $key[2])));
        same('time-out-of-range', refusal(static fn () => (new Signer(...$key))->sign('alice', now: -1)));
        same('invalid-json', refusal(static fn () => (new Signer(...$key))->signJson('{')));
        foreach ([-1, 2 ** 32, PHP_INT_MIN] as $leeway) {
            thrown(InvalidArgumentException::class, static fn () => new Verifier(...$key, leeway: $leeway));
        }
        foreach ([1.5, true, '1', NAN] as $wrong) {
            thrown(TypeError::class, static fn () => new Verifier(...$key, leeway: $wrong));
            thrown(TypeError::class, static fn () => (new Verifier(...$key))->verify('', $wrong));
        }
        $token = (new Signer(...$key))->sign('alice', now: NOW);
        same('expired', refusal(static fn () => (new Verifier(...$key))->verify($token, -1)));
        thrown(InvalidArgumentException::class, static fn () => (new Signer(...$key))->sign('alice', ['x' => NAN]));
        thrown(TypeError::class, static fn () => (new Signer(...$key))->sign(null));
    },
    'rejects strings that are not UTF-8' => static function () use ($key): void {
        $invalid = "da\xffily";
        $signer = new Signer(...$key);
        $webhook = new WebhookKey('12345');
        foreach ([
            static fn () => $signer->sign($invalid),
            static fn () => $signer->sign('alice', region: $invalid),
            static fn () => $signer->sign('alice', ['video' => ['room' => $invalid]]),
            static fn () => $signer->sign('alice', ['x' => [['a' => $invalid]]]),
            static fn () => $signer->sign('alice', ['x' => [$invalid => 1]]),
            static fn () => $signer->signJson("{\"identity\":\"$invalid\"}"),
            static fn () => throw $signer->signMany([['identity' => $invalid], ['identity' => 'alice']])[0],
            static fn () => throw $signer->signMany([['identity' => 'alice'], ['identity' => $invalid]])[1],
            static fn () => (new Verifier(...$key))->verify($invalid),
            static fn () => inspect($invalid),
            static fn () => new Signer($key[0], $key[1], $invalid),
            static fn () => new WebhookKey($invalid),
            static fn () => $webhook->validateForm($invalid, ''),
            static fn () => $webhook->validateForm('', $invalid),
            static fn () => $webhook->validateForm('', '', ['a' => $invalid]),
            static fn () => $webhook->validateForm('', '', [[$invalid, '']]),
        ] as $call) {
            same('invalid-utf8', refusal($call));
        }
        $token = $signer->sign('alice', now: NOW);
        same($token, $signer->signMany([['identity' => $invalid], ['identity' => 'alice']], NOW)[1]);
    },
    'accepts forms as PHP has them' => static function (): void {
        $key = new WebhookKey('12345');
        $url = 'https://example.com/';
        $pairs = [['From', '+1'], ['n', '5'], ['empty', ''], ['a[]', '1'], ['a[]', '2'], ['b[x]', '1'], ['b[y][]', '2'], ['7', 'seven']];
        parse_str('From=%2B1&n=5&empty=&a[]=1&a[]=2&b[x]=1&b[y][]=2&7=seven', $post);
        $signature = $key->sign($url, $pairs);
        same($signature, $key->sign($url, $post));
        $key->validateForm($signature, $url, $post);
        $key->validateForm($signature, $url, ['n' => 5, 'empty' => null] + $post);
        same('signature-mismatch', refusal(static fn () => $key->validateForm($signature, $url, ['n' => 6] + $post)));
        same('signature-mismatch', refusal(static fn () => $key->validateForm($signature, $url)));
        $key->validateForm($key->sign($url), $url, []);
        thrown(InvalidArgumentException::class, static fn () => $key->sign($url, ['a' => true]));
        thrown(InvalidArgumentException::class, static fn () => $key->sign($url, ['a' => [new stdClass()]]));
        thrown(InvalidArgumentException::class, static fn () => $key->sign($url, [['a', 5]]));
    },
    'accepts parameters that are an empty array' => static function () use ($key): void {
        $signer = new Signer(...$key);
        $outgoing = ['application_sid' => 'AP' . str_repeat('0', 32), 'params' => []];
        $json = '{"identity":"alice","grants":{"voice":{"outgoing":{"application_sid":"' . $outgoing['application_sid'] . '","params":{}}}}}';
        same($signer->signJson($json, NOW), $signer->sign('alice', ['voice' => ['outgoing' => $outgoing]], now: NOW));
    },
    'a secret is neither shown nor copied' => static function () use ($key): void {
        $marked = [$key[0], $key[1], MARKED];
        foreach ([new Signer(...$marked), new Verifier(...$marked), new WebhookKey(MARKED)] as $holder) {
            ob_start();
            var_dump($holder, (array) $holder);
            unmarked(ob_get_clean() . print_r($holder, true) . var_export($holder, true) . json_encode($holder));
            foreach ([static fn () => serialize($holder), static fn () => clone $holder, static fn () => (string) $holder] as $copy) {
                unmarked(thrown(Throwable::class, $copy));
            }
        }
        thrown(LogicException::class, static fn () => unmarked(MARKED));
        thrown(LogicException::class, static fn () => unmarked(new TokenException('code', MARKED, 'Fix it.')));
    },
    'no exception repeats what stood in a wrong place, its trace neither' => static function () use ($key): void {
        [$account, $sid, $secret] = $key;
        foreach ([
            static fn () => new Signer(MARKED, $sid, MARKED),
            static fn () => new Signer($account, MARKED, MARKED),
            static fn () => new Verifier(MARKED, MARKED, MARKED),
            static fn () => (new Verifier(...$key))->addKey(MARKED, MARKED, MARKED),
            static fn () => (new Signer(...$key))->sign(MARKED, region: MARKED),
            static fn () => (new Signer(...$key))->signJson(MARKED),
            static fn () => throw (new Signer(...$key))->signMany([[MARKED => MARKED]])[0],
            static fn () => (new Verifier(...$key))->verify(MARKED),
            static fn () => new WebhookKey(MARKED, 'algorithm=' . MARKED),
            static fn () => new WebhookKey(MARKED, MARKED . ',algorithm=none'),
            static fn () => (new WebhookKey(MARKED))->validateForm(MARKED, MARKED, [[MARKED, MARKED]]),
            static fn () => (new WebhookKey(MARKED))->validateForm(MARKED, MARKED, [MARKED]),
            static fn () => (new WebhookKey(MARKED))->validateBody(MARKED, MARKED, MARKED),
            static fn () => inspect(MARKED . "\xff", MARKED, MARKED),
        ] as $call) {
            unmarked(thrown(Throwable::class, $call));
        }
    },
    'what goes is freed' => static function () use ($key): void {
        $resident = static fn (): int => (int) preg_replace('/.*^VmRSS:\s+(\d+) kB$.*/ms', '$1', file_get_contents('/proc/self/status'));
        $before = $resident();
        for ($count = 0; $count < 20_000; $count++) {
            (new Signer(...$key))->sign(str_repeat('alice', 50));
        }
        same(true, $resident() < $before + 10_000, 'memory');
    },
    'the example' => static function () use ($key): void {
        $run = static function (string $identity) use ($key): array {
            $variables = ['ACCOUNT_SID' => $key[0], 'API_KEY' => $key[1], 'API_SECRET' => $key[2]] + getenv();
            $process = proc_open([PHP_BINARY, EXAMPLE, $identity], [1 => ['pipe', 'w'], 2 => ['pipe', 'w']], $pipes, null, $variables);
            [$output, $errors] = array_map(stream_get_contents(...), [$pipes[1], $pipes[2]]);
            return [$output, $errors, proc_close($process)];
        };
        [$token, , $status] = $run('alice');
        same(0, $status);
        same('alice', (new Verifier(...$key))->verify(trim($token))['grants']['identity']);
        [, $errors, $status] = $run('');
        same([1, true], [$status, str_starts_with($errors, 'error[empty-identity]: ')]);
    },
];

$failed = 0;
foreach ($tests as $name => $test) {
    try {
        $test();
    } catch (Throwable $throwable) {
        $failed++;
        fwrite(STDERR, "FAILED $name: {$throwable->getMessage()}\n");
    }
}
echo count($tests), " tests, $failed failed\n";
exit($failed === 0 ? 0 : 1);
