from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("gallery", "0006a_what_was_said")]

    operations = [migrations.DeleteModel(name="CannotLink")]
