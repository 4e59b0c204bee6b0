<?php

declare(strict_types=1);

require __DIR__ . '/../vendor/autoload.php';

header('content-type: text/plain');
echo Hello\Page::text();
