<?php

declare(strict_types=1);

// Prints a token with which the identity that is named may join the room "daily", signed with the key in ACCOUNT_SID, API_KEY and
// API_SECRET.
require __DIR__ . '/../src/TwilioAccessToken.php';

use TwilioAccessToken\Signer;
use TwilioAccessToken\TokenException;

try {
    $signer = new Signer((string) getenv('ACCOUNT_SID'), (string) getenv('API_KEY'), (string) getenv('API_SECRET'));
    echo $signer->sign($argv[1] ?? '', ['video' => ['room' => 'daily']]), "\n";
} catch (TokenException $exception) {
    fwrite(STDERR, "error[{$exception->errorCode}]: {$exception->getMessage()}\n");
    exit(1);
}
