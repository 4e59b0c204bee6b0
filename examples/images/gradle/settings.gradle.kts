rootProject.name = "hello-gradle"
