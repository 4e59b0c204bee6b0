plugins { java }

java { toolchain { languageVersion = JavaLanguageVersion.of(25) } }

tasks.jar { manifest { attributes("Main-Class" to "hello.Hello") } }
