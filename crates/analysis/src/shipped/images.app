/// Images.
let nothing = ""
