"""The help of the commands in French; in English it is written where they are."""

from __future__ import annotations

# By the command, by the command with its option, or by the option where it is the same anywhere.
FRENCH = {
    "rag": "Verbatim : des réponses tirées de vos documents, en citations vérifiées, page "
    "à l'appui.",
    "rag --config": "Réglages ; rag.toml par défaut.",
    "rag --debug": "La trace d'une erreur.",
    "--index": "Le dossier de l'index.",
    "--json": "Un objet JSON au lieu du texte.",
    "--export": "Garder dans un fichier : .md .docx .pdf .bib .ris .json .txt",
    "--as-of": "Sans les documents datés d'après ce jour (2023-12-31).",
    "rag index": "Lire des documents, créer ou mettre à jour l'index.\n\n"
    "CHEMINS : dossiers ou fichiers ; ce qui n'a pas changé ne coûte rien.",
    "rag index --rebuild": "Repartir de rien.",
    "rag index --watch": "Rester, et suivre ce qui change.",
    "rag index --rollback": "Revenir à la génération d'avant.",
    "rag index --check": "Vérifier chaque octet ; dire les textes cachés.",
    "rag index --repair": "Remettre en état ce qui est abîmé ou périmé.",
    "rag index --ocr": "Reconnaître les pages qui sont des images.",
    "rag ask": "Répondre à une question, en citations avec leur page.\n\n"
    "QUESTION : en français ou en anglais.",
    "rag ask --after": "Une question posée avant ; plusieurs fois s'il le faut.",
    "rag check": "Contrôler les affirmations d'un texte d'après les documents.\n\n"
    "AFFIRMATION : une affirmation ou tout un texte ; - pour l'entrée standard. Chacune est "
    "confirmée, contredite, dite en partie ou introuvable, citations à l'appui.\n\n"
    "Code de sortie : 0 si tout est confirmé, 3 si rien n'est trouvé, 4 si une affirmation est "
    "contredite, 5 sinon.",
    "rag check --file": "Le texte dans un fichier, en UTF-8.",
    "rag verify": "Dire ce qu'est devenue une citation.\n\n"
    "CITATION : un permalien, verbatim:…, entre guillemets. La citation est intacte, déplacée, "
    "modifiée ou disparue ; ce qui s'y trouve aujourd'hui est montré.\n\n"
    "Code de sortie : 0 si elle est intacte ou déplacée, 4 si elle a changé, 3 si elle a disparu.",
    "rag verify --quote": "Le texte cité ; il aide à retrouver une forme remaniée.",
    "rag chat": "Poser une question après l'autre.\n\n"
    "Une question peut s'appuyer sur les précédentes. Une ligne vide ou la fin de l'entrée "
    "termine la conversation.",
    "rag evaluate": "Passer un jeu annoté dans le produit et donner ses chiffres.\n\n"
    "DOSSIER : il contient corpus.jsonl, queries.jsonl et qrels.tsv.",
    "rag evaluate --out": "Écrire ici le détail, une ligne JSON par question.",
    "rag evaluate --answers": "Ce que le détail contient : phrases ou réponse courte.",
    "rag serve": "Servir la page web et l'interface HTTP.",
    "rag serve --host": "Adresse d'écoute ; cette machine seule par défaut.",
    "rag serve --port": "Port ; 7860 par défaut.",
    "rag doctor": "Dire ce qui est installé et ce qui manque.\n\n"
    "Le modèle et l'index présents sont dits aussi.",
    "rag user": "Les comptes du service.",
    "rag user add": "Créer un compte ; son mot de passe est demandé.",
    "rag user add --role": "Ce qu'il peut faire.",
    "--password-stdin": "Prendre le mot de passe sur la première ligne de l'entrée standard.",
    "rag user list": "Lister les comptes, un par ligne : nom, rôle, jour de création.",
    "rag user remove": "Supprimer un compte ; ses connexions et jetons cessent aussitôt.",
    "rag user passwd": "Changer le mot de passe ; les connexions et jetons du compte cessent "
    "aussitôt.",
    "rag token": "Les clés des programmes, chacune d'un compte.",
    "rag token add": "Créer un jeton, qui agit comme son compte.\n\n"
    "La clé est montrée une fois, seule sur la sortie standard.",
    "rag token add --expires": "Sa durée : 12h, 90d, 4w (heures, jours, semaines).",
    "rag token add --label": "À quoi il sert.",
    "rag token list": "Lister les jetons, un par ligne.\n\n"
    "Une ligne donne le numéro, le compte, le dernier jour, l'état et l'étiquette.",
    "rag token revoke": "Couper un jeton aussitôt.\n\nNUMÉRO : celui que donne rag token list.",
}
# What stands for a value.
PLACES = {
    "CITATION": "CITATION",
    "CLAIM": "AFFIRMATION",
    "DAY": "JOUR",
    "FILE": "FICHIER",
    "FOLDER": "DOSSIER",
    "INTEGER": "NOMBRE",
    "NAME": "NOM",
    "NUMBER": "NUMÉRO",
    "PATHS": "CHEMINS",
    "QUESTION": "QUESTION",
    "TEXT": "TEXTE",
    "BOOLEAN": "BOOLÉEN",
}
