import json
import socket
import unittest
import zipfile

from container import Container

ALL_IS_WELL = """
    import argparse, json, os, helper, slipway_test_extra
    print("SEEN", json.dumps({name: value for name, value in os.environ.items() if name.startswith("SM_")}))
    parser = argparse.ArgumentParser()
    parser.add_argument("--depth", type=int)
    parser.add_argument("--name")
    parser.add_argument("--flag")
    arguments = parser.parse_args()
    print(helper.twice(arguments.depth), arguments.name, slipway_test_extra.ANSWER)
    print("\\n".join(f"line {number} of many" for number in range(10000)))
    open(os.path.join(os.environ["SM_MODEL_DIR"], "model"), "w").write("learned")
"""


def wheel(directory):
    """A package of one module, which needs nothing to be installed."""
    path = directory / "slipway_test_extra-1-py3-none-any.whl"
    information = "slipway_test_extra-1.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("slipway_test_extra.py", "ANSWER = 7\n")
        archive.writestr(f"{information}/METADATA", "Metadata-Version: 2.1\nName: slipway-test-extra\nVersion: 1\n")
        archive.writestr(f"{information}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{information}/RECORD", "")
    return path


class TrainingTest(unittest.TestCase):
    def setUp(self):
        self.container = Container(self.addCleanup)

    def test_a_program_finds_all_that_it_expects(self):
        (self.container.base / "input" / "data" / "training").mkdir()
        self.container.program("helper.py", "def twice(number):\n    return 2 * number\n")
        self.container.program("requirements.txt", f"--no-index\n{wheel(self.container.base)}\n")
        self.container.program("train.py", ALL_IS_WELL)
        code, output, failure = self.container.train(channels=["training"], depth=21, name="a $b", flag=True)
        self.assertEqual((0, None), (code, failure), output)
        lines = output.splitlines()
        self.assertIn("42 a $b 7", lines)
        printed = [line for line in lines if line.startswith("line ")]
        self.assertEqual([f"line {number} of many" for number in range(10000)], printed)
        self.assertEqual("learned", (self.container.model / "model").read_text())
        self.assertEqual("", (self.container.base / "output" / "success").read_text())
        self.check_variables(json.loads(next(line for line in lines if line.startswith("SEEN "))[5:]))

    def check_variables(self, seen):
        host, base = socket.gethostname(), str(self.container.base)
        expected = {
            "SM_HOSTS": json.dumps([host]),
            "SM_CURRENT_HOST": host,
            "SM_NETWORK_INTERFACE_NAME": "eth0",
            "SM_HPS": '{"depth":21,"flag":true,"name":"a $b"}',
            "SM_HP_DEPTH": "21",
            "SM_HP_FLAG": "true",
            "SM_HP_NAME": "a $b",
            "SM_USER_ENTRY_POINT": "train.py",
            "SM_MODULE_NAME": "train",
            "SM_CHANNELS": '["training"]',
            "SM_CHANNEL_TRAINING": f"{base}/input/data/training",
            "SM_MODEL_DIR": f"{base}/model",
            "SM_INPUT_DIR": f"{base}/input",
            "SM_INPUT_CONFIG_DIR": f"{base}/input/config",
            "SM_OUTPUT_DIR": f"{base}/output",
            "SM_OUTPUT_DATA_DIR": f"{base}/output/data",
            "SM_OUTPUT_INTERMEDIATE_DIR": f"{base}/output/intermediate",
            "SM_LOG_LEVEL": "20",
            "SM_USER_ARGS": '["--depth","21","--flag","True","--name","a $b"]',
        }
        self.assertEqual(expected, {name: seen.get(name) for name in expected})
        others = "FRAMEWORK_MODULE FRAMEWORK_PARAMS RESOURCE_CONFIG INPUT_DATA_CONFIG NUM_CPUS NUM_GPUS MODULE_DIR"
        groups = "CURRENT_INSTANCE_TYPE CURRENT_INSTANCE_GROUP INSTANCE_GROUPS IS_HETERO TRAINING_ENV NUM_NEURONS"
        self.assertEqual([], [name for name in f"{others} {groups}".split() if f"SM_{name}" not in seen])

    def test_what_a_program_raises_is_the_reason_of_the_failure(self):
        self.container.program("train.py", "print('so far')\nraise ValueError('no such column')\n")
        code, output, failure = self.container.train()
        self.assertEqual(1, code)
        self.assertIn("so far", output.splitlines())
        self.assertTrue(failure.startswith("ExecuteUserScriptError:\nExitCode 1\nErrorMessage "), failure)
        self.assertIn("ValueError: no such column", failure)
        self.assertIn('Command "/usr/bin/python3 train.py"', failure)

    def test_a_shell_script_is_a_command_and_its_exit_code_is_told(self):
        self.container.program("train.sh", "#!/bin/sh\necho told: $*\nexit 7\n")
        code, output, failure = self.container.train("train.sh", rate=0.5)
        self.assertEqual(1, code)
        self.assertIn("told: --rate 0.5", output.splitlines())
        self.assertTrue(failure.startswith("ExecuteUserScriptError:\nExitCode 7\n"), failure)

    def test_a_failure_file_of_the_programs_own_stays(self):
        program = "import os; open(os.environ['SM_OUTPUT_DIR'] + '/failure', 'w').write('mine'); 1 / 0"
        self.container.program("train.py", program)
        self.assertEqual("mine", self.container.train()[2])

    def test_requirements_that_cannot_be_installed_are_named(self):
        self.container.program("train.py", "print('never')")
        self.container.program("requirements.txt", "--no-index\nno-such-package\n")
        code, output, failure = self.container.train()
        self.assertEqual(1, code)
        self.assertTrue(failure.startswith("InstallRequirementsError:"), failure)
        self.assertIn("No matching distribution found for no-such-package", failure)
        self.assertNotIn("never", output.splitlines())
